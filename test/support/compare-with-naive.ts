import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { expect } from 'vitest';
import type { Governance, PolicyGrant } from '../../governance/index.ts';
import { createRandom, type Random } from '../../nation/random.ts';
import { CALLERS } from './callers.ts';
import { governanceGrantingEverything } from './governance.ts';
import { NaiveAuthorisation } from './naive-authorisation.ts';
import { personaId } from './personas.ts';
import { randomOperation } from './random-operations.ts';
import { startTestSystem } from './system.ts';

const SUPERGRAPH = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');

/** Figures of a comparison. */
export interface Comparison {
  readonly operations: number;
  /** Operations of which something was withheld. */
  readonly withheld: number;
  /** Operations of which everything was granted. */
  readonly whole: number;
}

/**
 * Runs random operations with random sets of granted elements through the whole system and through the naive
 * authorisation, and expects the same answer to the letter.
 */
export async function compareWithNaive(operations: number, seed: number): Promise<Comparison> {
  const base = governanceGrantingEverything();
  let granted: PolicyGrant | undefined;
  const governance: Governance = { ...base, grantFor: (...of) => granted ?? base.grantFor(...of) };
  const system = await startTestSystem({ governance });
  const naive = new NaiveAuthorisation(SUPERGRAPH);
  const schema = buildASTSchema(parse(SUPERGRAPH), { assumeValidSDL: true });
  const random = createRandom(seed, 'operations');
  const figures = { operations: 0, withheld: 0, whole: 0 };
  try {
    for (let number = 0; number < operations; number += 1) {
      const { query, variables } = randomOperation(schema, keys(), random);
      granted = undefined;
      const whole = await system.ask(CALLERS.everything, query, variables);
      expect(whole.errors, query).toEqual([]);
      granted = randomGrant(base.grantFor('GO', 'QLNN:TAX', '2026-11-21'), number, random);
      const part = await system.ask(CALLERS.everything, query, variables);
      const expected = naive.authorise(query, variables, whole.data ?? {}, granted.elements);
      expect(part.data, query).toEqual(expected);
      figures.operations += 1;
      if (part.errors.length > 0) figures.withheld += 1;
      else figures.whole += 1;
    }
  } finally {
    await system.stop();
  }
  return figures;
}

function randomGrant(everything: PolicyGrant, number: number, random: Random): PolicyGrant {
  const share = random.pick([0.2, 0.5, 0.7, 0.9, 1]);
  const elements = [...everything.elements].filter(
    (name) => name.startsWith('catalogue.') || random.chance(share),
  );
  return { ...everything, elements: new Set(elements), agreements: [`random-${number}`] };
}

function keys() {
  const people = ['profile', 'profile-spouse', 'triple-owner', 'divorced-remarried', 'dead', 'landless'].map(
    personaId,
  );
  return {
    personalId: people,
    personalIds: [people.slice(0, 3), people.slice(3)],
    enterpriseCode: ['joint-stock', 'large-employer', 'dissolved-enterprise'].map(personaId),
    parcelId: ['common-parcel', 'mortgaged-enterprise-parcel'].map(personaId),
    'administrativeUnit.code': ['01', '00004'],
    'procedure.code': ['1.000894', '1.013980'],
    'agency.code': ['MPS', 'VSS'],
    provinceCode: ['01', '37'],
    first: [1, 2, 5],
    amount: ['500000', '9000000'],
    on: ['2026-01-01'],
    day: ['2026-01-01'],
  };
}
