/** The kit that all databases share: copy a database's folder, change what it states, and it is connected. */

export { today, yearsBetween } from '../../contract/calendar.ts';
export type { ChangedEntity } from '../../contract/change-notice.ts';
export {
  type ConditionsQuestion,
  type PersonConditions,
  UNKNOWN_PERSON,
} from '../../contract/subject-conditions.ts';
export {
  ChangesNotTold,
  type ChangeTeller,
  type ChangeTellerOptions,
  createChangeTeller,
} from './change-notice.ts';
export type { ConditionsReader } from './conditions.ts';
export { type Connection, MAX_PAGE, type PageArguments } from './connection.ts';
export type { GrantedContext, Reference, Resolvers, SubgraphContext } from './context.ts';
export { type DatabaseDefinition, type DatabaseOutline, defineDatabase } from './define.ts';
export { distrustContent, type LoadProgress, loadedContent, loadRows, type TableRows } from './load-rows.ts';
export type { Loaders, RowSubjects } from './loaders.ts';
export { type LookupResult, lookUp, MAX_KEYS } from './lookup.ts';
export { migrate } from './migrate.ts';
export { chronological, numbered } from './numbered.ts';
export { type PlaceColumns, type PlaceValue, place, placeColumns } from './place.ts';
export { readable, refuseWithheld } from './readable.ts';
export { type RunningSubgraph, type ServeOptions, serveDatabase } from './server.ts';
export type { RowRule, RowRules } from './shield.ts';
export { linkTo, type SubjectDesk } from './subjects.ts';
