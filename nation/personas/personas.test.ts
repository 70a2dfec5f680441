import { describe, expect, it } from 'vitest';
import { fullName } from '../index.ts';
import { duplicates } from '../nation.fixture.ts';
import { found, nation } from './look-up.fixture.ts';

describe('personas', () => {
  it('have keys and identifiers of their own', () => {
    expect(duplicates(nation.personas.map(({ key }) => key))).toEqual([]);
    expect(duplicates(nation.personas.map(({ identifier }) => identifier))).toEqual([]);
  });

  it('are at least 28, of all three kinds', () => {
    expect(nation.personas.length).toBeGreaterThanOrEqual(28);
    expect(new Set(nation.personas.map(({ kind }) => kind)).size).toBe(3);
  });

  it('keep their identifiers for ever', () => {
    const identifiers = nation.personas.map(({ key, identifier }) => `${key} ${identifier}`);
    expect(identifiers).toMatchInlineSnapshot(`
      [
        "profile 901085100001",
        "profile-spouse 931187100002",
        "dead 934048100101",
        "widow 934152100102",
        "divorced-remarried 979080100111",
        "ex-spouse 979183100112",
        "minor-with-guardian 938212100123",
        "guardian 938178100124",
        "recognised-child 968315100133",
        "newborn 956326100143",
        "foreign-spouse 900189100152",
        "homonym-a 901190100201",
        "homonym-b 938190100202",
        "born-abroad 900094100204",
        "merged-commune 935175100205",
        "landless 931099100206",
        "triple-owner 979077100207",
        "year-only-birth 995139100208",
        "one-word-name 911091100209",
        "long-name 946168100210",
        "two-nationalities 979188100212",
        "pensioner 936161100213",
        "voluntary-insured 992184100214",
        "centenarian 937121100215",
        "other-province 940192100216",
        "old-card 931068100203",
        "missing-person 951082100211",
        "bank 9900001027",
        "large-employer 9900001034",
        "joint-stock 9900001041",
        "profile-enterprise 9900001059",
        "partnership 9900001066",
        "dissolved-enterprise 9900001073",
        "suspended-enterprise 9900001080",
        "triple-first 9900001098",
        "triple-second 9900001108",
        "triple-third 9900001115",
        "profile-home-parcel TD-000000001",
        "profile-second-parcel TD-000000002",
        "common-parcel TD-000000003",
        "mortgaged-enterprise-parcel TD-000000004",
        "resurveyed-parcel TD-000000005",
        "protected-first 901079100401",
        "protected-spouse 901182100402",
        "protected-child 901312100403",
        "protected-second 901171100404",
        "protected-third 901065100405",
        "protected-enterprise 9900001122",
        "protected-parcel TD-000000006",
        "officer 901190100413",
        "officer-brother 901087100414",
        "officer-neighbour 901174100415",
        "second-officer 901084100416",
      ]
    `);
  });

  it('bear the name of the person or business', () => {
    for (const { kind, identifier, name } of nation.personas) {
      if (kind === 'CITIZEN') {
        expect(fullName(found(nation.people, ({ personalId }) => personalId === identifier))).toBe(name);
      } else if (kind === 'BUSINESS') {
        expect(found(nation.enterprises, ({ enterpriseCode }) => enterpriseCode === identifier).name).toBe(
          name,
        );
      }
    }
  });
});
