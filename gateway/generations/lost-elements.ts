import { type Agreement, heldPeriods } from '../../governance/index.ts';
import { formatProblem } from '../supergraph/index.ts';

/**
 * What a graph would take away from agreements: elements that the running one states, that the next one does not, and
 * that an agreement names which holds on that day or later. Whoever relies on it hears of it from the owner of the
 * database, who changes the agreement first, and not from empty answers. An agreement on a whole group is on what the
 * group has.
 *
 * @param on a day, `YYYY-MM-DD`
 * @returns one line for each agreement and element
 */
export function lostElements(
  running: ReadonlySet<string>,
  next: ReadonlySet<string>,
  agreements: readonly Agreement[],
  on: string,
): readonly string[] {
  return agreements
    .filter((agreement) => heldPeriods(agreement).some(({ to }) => to === null || to >= on))
    .flatMap(({ id, patterns }) =>
      patterns
        .filter((name) => running.has(name) && !next.has(name))
        .map((name) =>
          formatProblem({
            file: 'supergraph',
            line: 0,
            rule: 'agreements-keep-their-elements',
            message: `no field states ${name} any more, which agreement ${id} names; change the agreement first`,
          }),
        ),
    );
}
