import { business } from './business/index.ts';
import { catalogue } from './catalogue/index.ts';
import { civilStatus } from './civil-status/index.ts';
import { insurance } from './insurance/index.ts';
import type { DatabaseDefinition } from './kit/index.ts';
import { land } from './land/index.ts';
import { population } from './population/index.ts';

/** A definition without its table types, for code that treats all databases alike. */
export type AnyDatabase = DatabaseDefinition<Record<string, never>>;

/** All databases of this repository. */
export const DATABASES: readonly AnyDatabase[] = [
  population,
  civilStatus,
  business,
  insurance,
  land,
  catalogue,
].map((definition) => definition as unknown as AnyDatabase);
