import { it } from 'vitest';
import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { createRandom } from '../../nation/random.ts';
import { randomOperation } from './random-operations.ts';
import { randomCase } from './random-case.ts';
import { readCountry } from './naive-country.ts';
import { readDictionary } from './naive-agreements.ts';
it('x', async () => {
  const schema = buildASTSchema(parse(readFileSync('supergraph.graphql','utf8')), { assumeValidSDL: true });
  const country = await readCountry();
  const d = readDictionary(['population','land','business','insurance','civil-status','catalogue']);
  for (let i=0;i<6;i++){ const c = randomCase(1,i,country,d,['901085100001']);
  
  for (let k=0;k<3;k++) console.log(randomOperation(schema, c.keys, createRandom(1,`${i}.${k}`), { variables:.3, fields:5, depth:7,fields:5,towards: new Set("Citizen Household LandUseRightConnection LandUseRightEdge LandUseRight HouseholdMember MarriageRegistration".split(" ")), roots:['citizen','citizens','business','landParcel']}).query.slice(0,1500)); }
});
