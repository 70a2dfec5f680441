import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevelopmentIssuer, loadSecrets, startDevelopmentIssuer } from '../../embedded/index.ts';
import { suiteProblems } from './check-suite.ts';
import { leaksOf, problemsOf } from './compare.ts';
import type { Case, CompositionCase, Step } from './format.ts';
import { createGatewayRunner } from './gateway-runner.ts';
import type { Answer, Runner, RunningWorld } from './runner.ts';
import { isAboutCaller, stepsOf, twinOf, withholds, worldOf } from './steps.ts';
import { loadSuite } from './suite.ts';

const suite = loadSuite();
let secretsFolder: string;
let issuer: DevelopmentIssuer;
let runner: Runner;
/** Started when the first case needs it, and shared by all others. */
const running = new Map<string, Promise<RunningWorld>>();

beforeAll(async () => {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  secretsFolder = await mkdtemp(join(tmpdir(), 'lien-thong-conformance-'));
  const secrets = await loadSecrets(secretsFolder);
  issuer = await startDevelopmentIssuer({ secrets });
  runner = createGatewayRunner(secrets, issuer);
});

afterAll(async () => {
  await Promise.all([...running.values()].map(async (world) => (await world.catch(() => undefined))?.stop()));
  await issuer.stop();
  await rm(secretsFolder, { recursive: true, force: true });
});

function open(name: string): Promise<RunningWorld> {
  const world = suite.worlds.get(name);
  if (world === undefined) throw new Error(`No world ${name}.`);
  const started = running.get(name) ?? runner.start(world);
  running.set(name, started);
  return started;
}

async function ask(world: string, step: Step, caller = step.caller): Promise<Answer> {
  const { method = 'POST', headers = {}, query, variables, operationName } = step;
  const body = step.body ?? { query, variables, operationName };
  return await (await open(world)).send(caller, { method, headers, body });
}

/** What is wrong with the answers to one case; nothing when the gateway conforms. */
async function problemsOfCase(world: string, one: Case): Promise<readonly string[]> {
  const twin = twinOf(one);
  const steps = stepsOf(one);
  const whole = twin ?? steps.find((step) => !withholds(step));
  const problems: string[] = [];
  for (const step of steps) {
    const answer = await ask(world, step);
    problems.push(...problemsOf(step, answer));
    if (whole !== undefined && whole !== step) problems.push(...leaksOf(step, whole, answer));
    for (const variables of one.alike) {
      const { body } = await ask(world, { ...step, variables });
      const alike = [body, answer.body].map(({ data, errors }) => JSON.stringify({ data, errors }));
      if (alike[0] !== alike[1]) problems.push(`tells ${JSON.stringify(variables)} apart: ${alike[0]}`);
    }
  }
  if (twin !== undefined) problems.push(...problemsOf(twin, await ask(world, twin)));
  return problems;
}

async function expectCase(world: string, one: Case): Promise<void> {
  const problems = await problemsOfCase(world, one);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function expectComposition({ dictionary, subgraphs, refused, twin }: CompositionCase): void {
  const message = refusalOf(() => runner.compose(dictionary, subgraphs));
  for (const words of refused) expect(message).toContain(words);
  expect(refusalOf(() => runner.compose(dictionary, { ...subgraphs, ...twin }))).toBe('');
}

function refusalOf(compose: () => void): string {
  try {
    compose();
    return '';
  } catch (error) {
    return String(error);
  }
}

for (const content of suite.classes) {
  describe(content.class, () => {
    for (const one of content.cases) it(one.name, () => expectCase(worldOf(content, one), one));
    for (const one of content.compositions) it(one.name, () => expectComposition(one));
  });
}

describe('the suite itself', () => {
  const aboutCallers = suite.classes.flatMap((content) =>
    content.cases
      .filter((one) => stepsOf(one).some(isAboutCaller))
      .map((one) => ({ one, world: worldOf(content, one), name: `${content.class}: ${one.name}` })),
  );

  /** Cases of which the suite would not notice that some of their requests are answered as if to somebody else. */
  async function unnoticed(
    caller: string,
    steps: (one: Case) => readonly Step[],
  ): Promise<readonly string[]> {
    const green: string[] = [];
    for (const { world, one, name } of aboutCallers) {
      for (const step of steps(one)) {
        if (problemsOf(step, await ask(world, step, caller)).length === 0) green.push(name);
      }
    }
    return green;
  }

  it('has at least 300 cases', () => {
    const count = suite.classes.flatMap((content) => [...content.cases, ...content.compositions]).length;
    expect(count).toBeGreaterThanOrEqual(300);
  });

  it('is explained class by class', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    expect(suite.classes.filter(({ class: name }) => !readme.includes(`| [${name}](`))).toEqual([]);
  });

  it('turns red at every case that withholds something, when a gateway answers everybody in full', async () => {
    expect(await unnoticed('everything', (one) => stepsOf(one).filter(isAboutCaller))).toEqual([]);
  });

  it('turns red at every twin, when a gateway withholds everything from everybody', async () => {
    const twins = (one: Case) => [twinOf(one) ?? stepsOf(one).find((step) => !withholds(step))];
    expect(await unnoticed('nobody', (one) => twins(one).filter((step) => step !== undefined))).toEqual([]);
  });

  it('refuses a case that withholds something from everybody', () => {
    const [content] = suite.classes.filter(({ class: name }) => name === 'aliases');
    const [one] = content?.cases ?? [];
    if (content === undefined || one === undefined) throw new Error('No case of aliases.');
    const withTwin = (twin: Case['twin']) =>
      suiteProblems({ ...suite, classes: [{ ...content, cases: [{ ...one, twin }] }] });
    expect(withTwin(one.twin)).toEqual([]);
    expect(withTwin(undefined)).toEqual([expect.stringContaining('needs a twin')]);
    expect(withTwin(one.twin && { ...one.twin, caller: one.caller })).toHaveLength(1);
  });
});
