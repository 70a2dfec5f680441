import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { officialCommunes } from './communes.fixture.ts';
import { createNation, type Nation } from './index.ts';
import { nationOf } from './nation.fixture.ts';

const communes = officialCommunes();

/** What the country holds about the personas, in every register. */
function factsAboutPersonas(nation: Nation): unknown {
  const keys = new Set(nation.personas.map(({ identifier }) => identifier));
  return {
    personas: nation.personas,
    people: nation.people.filter(({ personalId }) => keys.has(personalId)),
    households: nation.households.filter(({ headId }) => keys.has(headId)),
    births: nation.births.filter(({ childId }) => keys.has(childId)),
    marriages: nation.marriages.filter(({ husbandId, wifeId }) => keys.has(husbandId) || keys.has(wifeId)),
    divorces: nation.divorces.filter(({ husbandId }) => keys.has(husbandId)),
    deaths: nation.deaths.filter(({ personalId }) => keys.has(personalId)),
    recognitions: nation.recognitions.filter(({ childId }) => keys.has(childId)),
    enterprises: nation.enterprises.filter(({ enterpriseCode }) => keys.has(enterpriseCode)),
    insurance: nation.insurance.filter(({ personalId }) => keys.has(personalId)),
    parcels: nation.parcels.filter(({ parcelId }) => keys.has(parcelId)),
  };
}

describe('the synthetic country', () => {
  it('is the same for the same options', () => {
    expect(createNation({ citizens: 300, seed: 1, communes })).toEqual(nationOf(300));
  });

  it('is another one for another seed', () => {
    expect(nationOf(300, 2).people).not.toEqual(nationOf(300).people);
  });

  it('has the same personas with the same facts for every seed and size', () => {
    const facts = factsAboutPersonas(nationOf(300));
    expect(factsAboutPersonas(nationOf(300, 2))).toEqual(facts);
    expect(factsAboutPersonas(nationOf(800))).toEqual(facts);
  });

  it('does not depend on the day on which it is built', () => {
    vi.useFakeTimers({ now: new Date('2031-05-05') });
    onTestFinished(() => void vi.useRealTimers());
    expect(createNation({ citizens: 300, seed: 1, communes })).toEqual(nationOf(300));
  });

  it('needs 200 citizens', () => {
    expect(createNation({ citizens: 200, communes }).people).toHaveLength(200);
    expect(() => createNation({ citizens: 199, communes })).toThrow(
      'citizens: received 199, expected a whole number from 200 on',
    );
    expect(() => createNation({ citizens: 200.5, communes })).toThrow('citizens: received 200.5');
  });

  it('needs a whole number as its seed', () => {
    expect(() => createNation({ citizens: 200, seed: 0.5, communes })).toThrow('seed: received 0.5');
  });

  it('needs the whole list of communes, as the personas live in named ones', () => {
    const without = communes.filter(({ code }) => code !== '00004');
    expect(() => createNation({ citizens: 200, communes: without })).toThrow('received a list without 00004');
  });
});
