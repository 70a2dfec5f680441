import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlaceColumns, place, placeColumns } from './place.ts';

const HOME: PlaceColumns<'home'> = {
  homeCountry: 'VN',
  homeCommuneCode: '00004',
  homeDetail: '1 Phố Huế',
  homeAsRecorded: null,
};

describe('a place in a row', () => {
  it('names its unit as an entity of the catalogue', () => {
    expect(place(HOME, 'home')).toEqual({
      country: 'VN',
      detail: '1 Phố Huế',
      asRecorded: null,
      unit: { __typename: 'AdministrativeUnit', code: '00004' },
    });
  });

  it('has no unit abroad', () => {
    const abroad = { ...HOME, homeCountry: 'FR', homeCommuneCode: null };
    expect(place(abroad, 'home')).toMatchObject({ country: 'FR', unit: null });
  });

  it('is null where the register holds none', () => {
    expect(place({ ...HOME, homeCountry: null }, 'home')).toBeNull();
    expect(place(placeColumns('home', null), 'home')).toBeNull();
  });

  it('is read from its own columns only', () => {
    const row = { ...HOME, ...placeColumns('work', null) };
    expect(place(row, 'work')).toBeNull();
    expect(place(row, 'home')).not.toBeNull();
  });

  it('survives being written and read', () => {
    const text = fc.option(fc.string());
    fc.assert(
      fc.property(fc.string(), text, fc.string(), text, (country, communeCode, detail, asRecorded) => {
        expect(place(placeColumns('home', { country, communeCode, detail, asRecorded }), 'home')).toEqual({
          country,
          detail,
          asRecorded,
          unit: communeCode === null ? null : { __typename: 'AdministrativeUnit', code: communeCode },
        });
      }),
    );
  });
});
