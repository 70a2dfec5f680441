import { graphql, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import { sealKey } from '../../contract/sealed-key.ts';
import { type SubjectVerdict, sealPass, subjectName } from '../../contract/subject-pass.ts';
import type { Reference } from './context.ts';
import { FULL_GRANT, SDL_HEAD } from './fixture.ts';
import { buildSchema } from './schema.ts';
import { openSubjectDesk } from './subjects.ts';

const [ANN, BEN] = ['901195000001', '901090000002'];
const KEY = 'Citizen.personalId';

const { schema } = buildSchema(
  new Source(`${SDL_HEAD}
    type Query { citizens: [Citizen!] shelf: Shelf cards: [Card!] }
    type Citizen @key(fields: "personalId") {
      personalId: String
      name: String @requiresScopes(scopes: [["library.citizen.name"]])
    }
    type Card @key(fields: "number") { number: String }
    type Shelf @key(fields: "number") { number: Int }
  `),
  {
    Query: {
      citizens: () => [{ personalId: ANN }, { personalId: BEN }],
      shelf: () => ({ number: 7 }),
      cards: () => [{ number: ANN }, { number: BEN }],
    },
    Citizen: {
      __resolveReference: ({ personalId }: Reference<'personalId'>) => ({
        personalId,
        name: `N ${personalId}`,
      }),
    },
    Card: { __resolveReference: ({ number }: Reference<'number'>) => ({ number }) },
    Shelf: { __resolveReference: ({ number }: { readonly number: number }) => ({ number }) },
  },
);

/** Asks under a grant that shows these keys, with verdicts about the two citizens. */
async function ask(
  source: string,
  {
    shownKeys = [] as readonly string[],
    linkKey = FULL_GRANT.linkKey,
    ben = 'read' as SubjectVerdict,
    representations = [] as readonly object[],
  } = {},
) {
  const grant = { ...FULL_GRANT, checkedTypes: ['Citizen'], shownKeys, linkKey };
  const verdicts = new Map([
    [subjectName('Citizen', ANN), 'read' as const],
    [subjectName('Citizen', BEN), ben],
  ]);
  const subjects = openSubjectDesk(grant, sealPass(linkKey, grant.audience, verdicts));
  const contextValue = { grant, granted: new Set(['library.citizen.name']), subjects };
  const variableValues = source.includes('$r') ? { r: representations } : {};
  const { data, errors } = await graphql({ schema, source, contextValue, variableValues });
  expect(errors).toBeUndefined();
  return data;
}

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { name } } }';
const citizen = (personalId: string) => ({ __typename: 'Citizen', personalId });

describe('the key of a record', () => {
  it('is sealed under the link key of the grant', async () => {
    expect(await ask('{ citizens { personalId } }')).toEqual({
      citizens: [ANN, BEN].map((id) => ({ personalId: sealKey(FULL_GRANT.linkKey, KEY, id) })),
    });
  });

  it('is sealed for its own field, though the same text is the key of another', async () => {
    const sealedFor = (field: string, id: string) => sealKey(FULL_GRANT.linkKey, field, id);
    expect(await ask('{ citizens { personalId again: personalId } cards { number } }')).toEqual({
      citizens: [ANN, BEN].map((id) => ({ personalId: sealedFor(KEY, id), again: sealedFor(KEY, id) })),
      cards: [ANN, BEN].map((id) => ({ number: sealedFor('Card.number', id) })),
    });
  });

  it('is plain to whom the grant shows it, and to nobody for another field', async () => {
    expect(await ask('{ citizens { personalId } }', { shownKeys: [KEY] })).toEqual({
      citizens: [{ personalId: ANN }, { personalId: BEN }],
    });
    expect(await ask('{ citizens { personalId } }', { shownKeys: ['Business.personalId'] })).toEqual(
      await ask('{ citizens { personalId } }'),
    );
  });

  it('that is no text, and so cannot be sealed, is not given out', async () => {
    expect(await ask('{ shelf { number } }')).toEqual({ shelf: { number: null } });
    expect(await ask('{ shelf { number } }', { shownKeys: ['Shelf.number'] })).toEqual({
      shelf: { number: 7 },
    });
  });
});

describe('a representation', () => {
  const sealedUnder = (linkKey: string, id: string) => citizen(sealKey(linkKey, KEY, id));

  it('with a key that was sealed under this grant finds its record, as a plain one does', async () => {
    const representations = [sealedUnder(FULL_GRANT.linkKey, BEN), citizen(ANN)];
    expect(await ask(ENTITIES, { representations })).toEqual({
      _entities: [{ name: `N ${BEN}` }, { name: `N ${ANN}` }],
    });
  });

  it('with a key that was sealed under another grant finds none, and shifts no other', async () => {
    const representations = [sealedUnder('YW5vdGhlcg', BEN), citizen('sealed:x'), citizen(ANN)];
    expect(await ask(ENTITIES, { representations })).toEqual({
      _entities: [null, null, { name: `N ${ANN}` }],
    });
  });

  it('of whoever is hidden finds none, sealed or not; of whoever may be read it does', async () => {
    const representations = [citizen(BEN), sealedUnder(FULL_GRANT.linkKey, BEN), citizen(ANN)];
    const options = { representations, ben: 'hidden' as const };
    expect(await ask(ENTITIES, options)).toEqual({ _entities: [null, null, { name: `N ${ANN}` }] });
    const names = [BEN, BEN, ANN].map((id) => ({ name: `N ${id}` }));
    expect(await ask(ENTITIES, { representations })).toEqual({ _entities: names });
  });
});
