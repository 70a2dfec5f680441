import { describe, expect, it } from 'vitest';
import { sealKey } from '../../contract/sealed-key.ts';
import type { SubjectVerdict } from '../../contract/subject-pass.ts';
import { ConditionsUnavailable } from '../conditions/index.ts';
import {
  type Asking,
  businesses,
  gateWith,
  keptEntities,
  policyOf,
  requestOf,
} from './kept-entities.fixture.ts';
import type { Representation } from './representations.ts';
import type { ExecutionRequest } from './request.ts';

const graph = keptEntities();

describe('an entity that may be kept', () => {
  it('is asked once; later requests get it without a call, each its own copy', async () => {
    const first = await graph.ask(businesses('a', 'b'));
    expect(first).toMatchObject({ asked: ['a', 'b'], errors: [], entities: [{ key: 'a' }, { key: 'b' }] });
    const [entity] = first.entities;
    if (entity) entity.version = 1_000;
    const second = await graph.ask(businesses('b', 'a'));
    expect(second).toMatchObject({ asked: [], errors: [], entities: [{ key: 'b' }, { key: 'a' }] });
    expect(second.entities.map((each) => each?.version)).not.toContain(1_000);
    const [again] = second.entities;
    if (again) again.version = 1_000;
    expect((await graph.ask(businesses('b'))).entities[0]?.version).not.toBe(1_000);
  });

  it('is asked together with others only for what is missing, and stands in its place', async () => {
    await graph.ask(businesses('b'));
    const { asked, entities } = await graph.ask(businesses('a', 'b', 'c'));
    expect(asked).toEqual(['a', 'c']);
    expect(entities.map((each) => each?.key)).toEqual(['a', 'b', 'c']);
  });

  it('without a lifetime is asked each time', async () => {
    await graph.ask(businesses('a'), { maxAgeSeconds: undefined });
    expect((await graph.ask(businesses('a'), { maxAgeSeconds: undefined })).asked).toEqual(['a']);
  });

  it('is forgotten when its database tells that it has changed', async () => {
    await graph.ask(businesses('a'));
    await graph.cache().invalidate({ database: 'business', type: 'Business', key: '{"enterpriseCode":"a"}' });
    expect((await graph.ask(businesses('a'))).asked).toEqual(['a']);
  });
});

describe('what was kept for one is not told to another', () => {
  const policy = policyOf('GDT', 'QLNN:TAX', 'business.registration.name');
  const own: Asking = { request: { policy }, variables: { first: 1 } };

  it.each<[string, () => Asking]>([
    ['agency', () => ({ request: { policy: policyOf('VSS', 'QLNN:TAX', 'business.registration.name') } })],
    [
      'purpose of the same agency',
      () => ({ request: { policy: policyOf('GDT', 'QLNN:X', ...policy.elements) } }),
    ],
    ['element', () => ({ request: { policy: policyOf('GDT', 'QLNN:TAX', 'business.registration.type') } })],
    ['citizen', () => ({ request: { policy, subject: '901085000001' } })],
    ['selection', () => ({ query: '{ another }' })],
    ['value of a variable', () => ({ variables: { first: 2 } })],
    ['value of a variable that looks like a type', () => ({ variables: { first: 1, __typename: 'A' } })],
    ['lifetime', () => ({ maxAgeSeconds: 30 })],
    ['graph', () => ({ by: graph.entitiesOf('another graph') })],
    ['database', () => ({ database: 'insurance' })],
  ])('with another %s', async (_what, changes) => {
    await graph.ask(businesses('a'), own);
    expect((await graph.ask(businesses('a'), { ...own, ...changes() })).asked).toEqual(['a']);
    expect(
      (
        await graph.ask(businesses('a'), {
          ...own,
          request: { policy: policyOf('GDT', 'QLNN:TAX', ...policy.elements) },
        })
      ).asked,
    ).toEqual([]);
  });

  it('with a nested value that differs only in a type name', async () => {
    const withFilter = (type: string) => ({ variables: { filter: { __typename: type } } });
    await graph.ask(businesses('a'), withFilter('A'));
    expect((await graph.ask(businesses('a'), withFilter('B'))).asked).toEqual(['a']);
    expect((await graph.ask(businesses('a'), withFilter('A'))).asked).toEqual([]);
  });
});

describe('whose record may not be read now', () => {
  it.each<SubjectVerdict>(['case-party', 'hidden', 'conflict-of-interest'])(
    'is not told from what is kept (%s), and whoever may be read is',
    async (verdict) => {
      await graph.ask(businesses('a', 'b'));
      graph.say({ entities: { a: null } });
      const gate = gateWith({ 'Business a': verdict });
      const { entities, asked } = await graph.ask(businesses('a', 'b'), { request: { gate } });
      expect([asked, entities]).toEqual([['a'], [null, expect.objectContaining({ key: 'b' })]]);
      expect((await graph.ask(businesses('a'))).asked).toEqual([]);
    },
  );

  it('is not kept either', async () => {
    const gate = gateWith({ 'Business a': 'case-party' });
    await graph.ask(businesses('a', 'b'), { request: { gate } });
    expect((await graph.ask(businesses('a', 'b'))).asked).toEqual(['a']);
  });

  it('is nobody before a request is admitted, and nobody while no verdict is to be had', async () => {
    const units = [{ __typename: 'Unit', code: '00004' }];
    await graph.ask(units, { type: 'Unit' });
    await expect(graph.ask(units, { type: 'Unit', request: { gate: undefined } })).rejects.toThrow();
    await graph.ask(businesses('a'));
    const gate = { verdicts: async () => Promise.reject(new ConditionsUnavailable('registers', undefined)) };
    await expect(graph.ask(businesses('a'), { request: { gate } })).rejects.toThrow(ConditionsUnavailable);
    expect((await graph.ask(units, { type: 'Unit' })).asked).toEqual([]);
  });
});

describe('an entity that links to a person', () => {
  const PERSON = 'Citizen 901085000001';
  const link = () => graph.ask(businesses('a'));

  it('is told as long as the person may be found, though not read', async () => {
    graph.say({ met: [[PERSON, false]] });
    await link();
    for (const verdict of ['read', 'jurisdiction'] as const) {
      const gate = gateWith({ [PERSON]: verdict });
      expect((await graph.ask(businesses('a'), { request: { gate } })).asked).toEqual([]);
    }
  });

  it('is asked again once the person must not be found: what is kept still names them', async () => {
    graph.say({ met: [[PERSON, false]] });
    await link();
    graph.say({ entities: { a: { key: 'without the link' } } });
    const hidden = await graph.ask(businesses('a'), { request: { gate: gateWith({ [PERSON]: 'hidden' }) } });
    expect(hidden).toMatchObject({ asked: ['a'], entities: [{ key: 'without the link' }] });
    const silent = { verdicts: async () => new Map([['Business a', 'read' as const]]) };
    expect((await graph.ask(businesses('a'), { request: { gate: silent } })).asked).toEqual(['a']);
    expect(await link()).toMatchObject({ asked: [], entities: [{ key: 'a' }] });
  });

  it('is not kept when it was asked again for their data, or because they must not be found', async () => {
    expect((await onceMet([[PERSON, true]])).asked).toEqual(['a', 'a']);
    expect((await graph.ask(businesses('a'))).asked).toEqual(['a']);
    await graph.cache().invalidate({ database: 'business', type: 'Business', key: '{"enterpriseCode":"a"}' });
    const hidden = { request: { gate: gateWith({ [PERSON]: 'hidden' as const }) } };
    expect((await onceMet([[PERSON, false]], hidden)).asked).toEqual(['a', 'a']);
    expect((await graph.ask(businesses('a'))).asked).toEqual(['a']);
  });

  /** The database names somebody in its first answer, and not when it is asked with a verdict. */
  async function onceMet(met: readonly (readonly [string, boolean])[], changes: Asking = {}) {
    graph.say({ met });
    const { gate = gateWith() } = changes.request ?? {};
    let asked = 0;
    const watching: ExecutionRequest['gate'] = {
      async verdicts(database, names) {
        asked += 1;
        // The questions: keys of the call, its own verdicts, whom it met.
        if (asked > 2) graph.say({});
        return await gate.verdicts(database, names);
      },
    };
    return await graph.ask(businesses('a'), { ...changes, request: { ...changes.request, gate: watching } });
  }
});

describe('an entity by another key than one of its own', () => {
  const again = async (representation: Representation, type: string) => {
    await graph.ask([representation], { type });
    return (await graph.ask([representation], { type })).asked.length;
  };

  it.each<[string, number, string, Representation]>([
    ['is kept by the parts of a key together', 0, 'Entry', { number: 7, year: 2026 }],
    ['is not kept by one of them', 1, 'Entry', { number: 7 }],
    ['is not kept with inputs beside the key', 1, 'Unit', { code: '00004', weight: 3 }],
    ['is kept without them', 0, 'Unit', { code: '00004' }],
    ['is not kept by a nested key', 1, 'Nested', { place: { code: '00004' } }],
    ['is not kept by a key of null', 1, 'Unit', { code: null }],
    ['is not kept where the key does not say whose record it is', 1, 'Business', { taxOffice: '7' }],
  ])('%s', async (_what, asked, type, key) => {
    expect(await again({ __typename: type, ...key }, type)).toBe(asked);
  });

  it('of another type is not taken for it', async () => {
    await graph.ask([{ __typename: 'Unit', code: '1' }], { type: 'Unit' });
    expect((await graph.ask([{ __typename: 'Province', code: '1' }], { type: 'Unit' })).asked).toEqual(['1']);
  });
});

describe('a sealed key', () => {
  const sealed = (request: ExecutionRequest) => {
    const linkKey = graph.grants().linkKey(request.policy, request.subject);
    return businesses(sealKey(linkKey, 'Business.enterpriseCode', 'a'));
  };

  it('is the same key when it was sealed under the present grant', async () => {
    await graph.ask(businesses('a'));
    expect((await graph.ask(sealed(requestOf()))).asked).toEqual([]);
  });

  it('of another grant finds nothing', async () => {
    await graph.ask(businesses('a'));
    const others = sealed(requestOf({ policy: policyOf('VSS') }));
    expect((await graph.ask(others)).asked).toHaveLength(1);
    expect((await graph.ask(others)).asked).toHaveLength(1);
  });

  it('is judged as whoever it is the key of', async () => {
    await graph.ask(businesses('a'));
    const gate = gateWith({ 'Business a': 'case-party' });
    expect((await graph.ask(sealed(requestOf()), { request: { gate } })).asked).toHaveLength(1);
  });
});
