import type { z } from 'zod';
import type { agreementShape } from './shapes.ts';
import type { Entry } from './sources.ts';

/** An agreement as written, with its place and its consumer. */
export type AgreementEntry = Entry<z.output<typeof agreementShape>> & { readonly consumer: string };

/** Adds a problem at a part of one agreement: its line, what stands there, what should. */
export type Report = (part: readonly PropertyKey[], found: string, expected: string) => void;
