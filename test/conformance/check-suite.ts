import type { Case, CaseClass } from './format.ts';
import { isAboutCaller, stepsOf, twinOf, withholds, worldOf } from './steps.ts';
import type { Suite } from './suite.ts';

/** What is wrong with the suite itself: cases that could never fail, or that nobody could read right. */
export function suiteProblems({ worlds, classes }: Suite): readonly string[] {
  return classes.flatMap((content) => [
    ...content.cases.flatMap((one) => caseProblems(content, one, worlds)),
    ...namesakes(content),
  ]);
}

function caseProblems(content: CaseClass, one: Case, worlds: Suite['worlds']): readonly string[] {
  const name = `${content.class}: ${one.name}`;
  const world = worlds.get(worldOf(content, one));
  if (world === undefined) return [`${name}: there is no world "${worldOf(content, one)}"`];
  const twin = twinOf(one);
  const all = [...stepsOf(one), ...(twin === undefined ? [] : [twin])];
  const callers = all.map(({ caller }) => caller);
  return [
    ...callers
      .filter((caller) => !['everything', 'nobody'].includes(caller) && world.callers[caller] === undefined)
      .map((caller) => `${name}: there is no caller "${caller}"`),
    ...all
      .filter((step) => step.status === 200 && step.data === undefined && step.anyData !== true)
      .map(() => `${name}: an answer needs its data`),
    ...(hasTwin(one) ? [] : [`${name}: what is withheld needs a twin: another caller, and the real value`]),
  ];
}

/** Whoever is refused stands beside somebody who is not: another caller, where a caller is what is refused. */
function hasTwin(one: Case): boolean {
  const twin = twinOf(one);
  const all = [...stepsOf(one), ...(twin === undefined ? [] : [twin])];
  const allowed = all.filter((step) => !withholds(step));
  return stepsOf(one)
    .filter(withholds)
    .every((refused) => allowed.some((step) => !isAboutCaller(refused) || step.caller !== refused.caller));
}

function namesakes({ class: group, cases, compositions }: CaseClass): readonly string[] {
  const names = [...cases, ...compositions].map(({ name }) => name);
  return names.filter((name, at) => names.indexOf(name) < at).map((name) => `${group}: "${name}" twice`);
}
