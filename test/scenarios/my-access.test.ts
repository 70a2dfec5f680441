import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { today } from '../../contract/calendar.ts';
import { loadGovernance } from '../../governance/index.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;
const governance = loadGovernance();

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const QUERY = `{ myAccess {
  agency { key nameVi nameEn } territory
  purposes {
    code nameVi legalBasis { document article } headers { name reason }
    agreements {
      id database { key nameVi } provider { key } legalBasis { document article }
      elements { name nameVi nameEn class legalBasis { document article } owner { key nameVi } }
      conditions territory subject officerRequired caseRequired consentRequired deceasedIncluded protectedUpTo
      quota { subjects per } frequency from review to
    }
  }
} }`;

interface Access {
  readonly agency: { readonly key: string };
  readonly territory: readonly string[] | null;
  readonly purposes: readonly {
    readonly code: string;
    readonly headers: readonly { readonly name: string }[];
    readonly agreements: readonly {
      readonly id: string;
      readonly elements: readonly { readonly name: string }[];
    }[];
  }[];
}

async function accessOf(asker: Asker): Promise<Access> {
  const { data, errors, status } = await system.ask(asker, QUERY);
  expect({ errors, status }).toEqual({ errors: [], status: 200 });
  return data?.['myAccess'] as Access;
}

describe('what an agency may read', () => {
  const askers: readonly (readonly [string, Asker])[] = [
    ['GDT', { agency: 'GDT', purposes: ['QLNN:TAX'] }],
    ['PC-COMMUNE-00004', { agency: 'PC-COMMUNE-00004', purposes: ['TTHC:1.000894'] }],
    ['VSS', { agency: 'VSS', purposes: ['QLNN:INSURANCE', 'QLNN:TAX'] }],
    ['CITIZEN', { citizen: PROFILE }],
  ];

  it.each(askers)('%s is told to the last element', async (agency, asker) => {
    const access = await accessOf(asker);
    expect(access.agency.key).toBe(agency);
    for (const { code, agreements } of access.purposes) {
      const { elements, agreements: granting } = governance.grantFor(agency, code, today());
      expect(agreements.map(({ id }) => id).sort()).toEqual([...granting].sort());
      const listed = new Set(agreements.flatMap(({ elements: all }) => all.map(({ name }) => name)));
      const granted = [...elements].filter((name) => governance.elements.get(name)?.class !== 'none');
      expect([...listed].filter((name) => governance.elements.get(name)?.class !== 'none').sort()).toEqual(
        granted.sort(),
      );
    }
  });

  it('names the headers that a request needs, and needs none itself', async () => {
    const { purposes } = await accessOf({ agency: 'LRO-40', purposes: ['TTHC:1.013980'] });
    expect(purposes[0]?.headers.map(({ name }) => name)).toEqual(['Officer-Id', 'Case-Id']);
  });

  it('is nothing for an agency without an agreement, which may ask all the same', async () => {
    const { purposes } = await accessOf(CALLERS.withoutAgreement);
    expect(purposes).toMatchObject([{ code: 'QLNN:TAX', agreements: [] }]);
  });

  it('is told to whoever has a token only', async () => {
    const response = await fetch(system.gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    expect(response.status).toBe(401);
  });

  it('touches no database', async () => {
    system.clearStatements();
    await accessOf(CALLERS.tax);
    expect([...system.statements.values()].flat()).toEqual([]);
  });
});

it('the graph is refused to a request that does not state its purpose, and nothing else is', async () => {
  const several: Asker = { agency: 'GDT', purposes: ['QLNN:TAX', 'QLNN:PRODUCER'] };
  const refused = await system.ask(several, `{ citizen(personalId: "${PROFILE}") { name { full } } }`);
  expect(refused).toMatchObject({ status: 400, errors: [{ extensions: { code: 'PURPOSE_REQUIRED' } }] });
  expect(refused.data ?? null).toBeNull();
  expect((await accessOf(several)).purposes.map(({ code }) => code)).toEqual(several.purposes);
});
