import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { markEntityErrors, placeEntityErrors } from './entity-errors.ts';

const FROM = ['members', '@', 'holder|[Citizen]'];
const DATA = {
  members: [
    { holder: { lienthong_enterpriseCode: '9900001027' } },
    { holder: { lienthong_personalId: 'an' } },
    { holder: { lienthong_personalId: 'binh' } },
    { holder: null },
    { holder: { lienthong_personalId: 'an' } },
  ],
};

/** What a client is told of an error about the n-th person that was sent, however ApolloGateway has placed it. */
function told(index: number, representations: readonly object[]): readonly unknown[] {
  const error = {
    message: 'withheld',
    path: ['_entities', index, 'divorces'],
    extensions: { code: 'SUBJECT_WITHHELD' },
  } as unknown as GraphQLFormattedError;
  const [marked] = markEntityErrors([error], representations, FROM);
  const misplaced = new GraphQLError('withheld', {
    path: ['members', index, 'holder', 'divorces'],
    extensions: { ...marked?.extensions },
  });
  return placeEntityErrors([misplaced], DATA).map(({ path, extensions }) => ({ path, extensions }));
}

const person = (personalId: string) => ({ __typename: 'Citizen', personalId });

describe('an error about a person whom a call sent', () => {
  it('stands at that person, not at the enterprise for which nothing was sent', () => {
    expect(told(0, [person('binh')])).toEqual([
      { path: ['members', 2, 'holder', 'divorces'], extensions: { code: 'SUBJECT_WITHHELD' } },
    ]);
  });

  it('stands at every place of the person, and at each one once', () => {
    expect(told(0, [person('an'), person('binh'), person('an')])).toMatchObject([
      { path: ['members', 1, 'holder', 'divorces'] },
      { path: ['members', 4, 'holder', 'divorces'] },
    ]);
  });

  it('is not told when the result has no such person', () => {
    expect(told(0, [person('cuong')])).toEqual([]);
  });
});

it('an error about anything else stays where it is', () => {
  const unit = { message: 'x', path: ['_entities', 0, 'name'] } as unknown as GraphQLFormattedError;
  const root = { message: 'x', path: ['citizen'] } as unknown as GraphQLFormattedError;
  expect(markEntityErrors([unit, root], [{ __typename: 'AdministrativeUnit', code: '01' }], FROM)).toEqual([
    unit,
    root,
  ]);
  const error = new GraphQLError('x', { path: ['citizen'] });
  expect(placeEntityErrors([error], DATA)).toEqual([error]);
});
