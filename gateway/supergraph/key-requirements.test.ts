import { describe, expect, it } from 'vitest';
import { keyRequirements } from './key-requirements.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])`;

describe('what a caller needs to see keys', () => {
  it('stands on the key fields, on every part of a nested key, and on nothing else', () => {
    const found = keyRequirements(`${LINK}
      type Parcel @key(fields: "number office { code }") @key(fields: "serial") {
        number: ID @requiresScopes(scopes: [["land.parcel.number"]])
        serial: ID @requiresScopes(scopes: [["land.parcel.serial"]])
        office: Office @requiresScopes(scopes: [["land.parcel.office"]])
        area: Int @requiresScopes(scopes: [["land.parcel.area"]])
      }
      type Office { code: ID @requiresScopes(scopes: [["land.office.code"]]) name: String }
    `);
    expect(Object.fromEntries(found)).toEqual({
      'Parcel.number': [['land.parcel.number']],
      'Parcel.office': [['land.parcel.office']],
      'Office.code': [['land.office.code']],
      'Parcel.serial': [['land.parcel.serial']],
    });
  });
});
