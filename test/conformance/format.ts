import { z } from 'zod';

const json = z.json();
const text = z.string().min(1);
const elements = z.array(z.string());

/** How an argument selects rows: by which field, and by which comparison. */
const matchShape = z.strictObject({ field: text, is: z.enum(['equal', 'from', 'contains']) });

const subgraphShape = z.strictObject({
  /** Federation SDL; the standard header of worlds/header.graphql stands before one that has no `extend schema`. */
  sdl: text,
  /** Rows by type; a row of `Query` states values of root fields, which otherwise are all rows of their type. */
  rows: z.record(z.string(), z.array(z.record(z.string(), json))).default({}),
  /** Fields whose text is put together from others of the record, such as `"{name} ({code})"`. */
  computed: z.record(z.string(), text).default({}),
  /** For arguments that do not select by equality with the field of their own name. */
  matches: z.record(z.string(), matchShape).default({}),
  /** Fields that fail, with the words in which the database says so. */
  failing: z.record(z.string(), text).default({}),
  /** The whole database fails: an HTTP 500 with this body. */
  broken: text.optional(),
});

/** A file of worlds/. */
export const worldShape = z.strictObject({
  about: text,
  /** Elements with their classes; `none` is public. */
  dictionary: z.record(z.string(), z.enum(['none', 'business', 'basic', 'sensitive'])),
  subgraphs: z.record(z.string(), subgraphShape),
  /** What each caller may read. `everything` and `nobody` exist in each world. */
  callers: z.record(z.string(), elements).default({}),
});

/** `<<50 a#: id>>` stands for fifty copies, numbered where `#` is. */
function repeated(query: string): string {
  return query.replace(/<<(\d+) (.*?)>>/gs, (_whole, times: string, part: string) =>
    Array.from({ length: Number(times) }, (_item, index) => part.replaceAll('#', String(index))).join(' '),
  );
}

const withheldShape = z.strictObject({
  /** Response path with dots; numbers are positions in a list. */
  at: text,
  lacking: elements,
  rule: text.default('element-not-granted'),
  /** The argument that needs more than is granted. */
  argument: text.optional(),
});

const errorShape = z.strictObject({
  code: text,
  at: text.optional(),
  /** Words that the message must have. */
  says: z.array(text).default([]),
  /** Everything that the refusal of a whole operation lists, by its path with `@` for a list. */
  lists: z.array(text).optional(),
});

const answerShape = {
  /** HTTP status; 200 unless stated. */
  status: z.number().default(200),
  data: json.optional(),
  /** For answers of which only `hides` matters, such as a whole schema. */
  anyData: z.literal(true).optional(),
  withheld: z.array(withheldShape).default([]),
  errors: z.array(errorShape).default([]),
  /** Databases that must not be asked at all. */
  notCalled: z.array(text).default([]),
  /** Texts that must stand nowhere in the answer. */
  hides: z.array(text).default([]),
};

const askedShape = {
  query: text.transform(repeated).optional(),
  variables: z.record(z.string(), json).optional(),
  operationName: text.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** A whole HTTP body instead of query and variables. */
  body: json.optional(),
  method: text.optional(),
};

const twinShape = z.strictObject({ caller: text.default('everything'), ...answerShape, ...askedShape });

const stepShape = z.strictObject({ caller: text, ...answerShape, ...askedShape });

const caseShape = z.strictObject({
  name: text,
  world: text.optional(),
  caller: text.default('everything'),
  ...askedShape,
  ...answerShape,
  /** Other variables with which the caller must get the very same answer. */
  alike: z.array(z.record(z.string(), json)).default([]),
  /** The same operation by somebody who may read all of it. */
  twin: twinShape.optional(),
  /** Several requests one after another, instead of one. */
  steps: z.array(stepShape).default([]),
});

const compositionShape = z.strictObject({
  name: text,
  dictionary: worldShape.shape.dictionary,
  subgraphs: z.record(z.string(), text),
  /** Words that the refusal must have; a graph that composes has none. */
  refused: z.array(text).min(1),
  /** Subgraphs, those that differ only, with which the same graph composes. */
  twin: z.record(z.string(), text),
});

/** A file of cases/. */
export const classShape = z.strictObject({
  class: text,
  about: text,
  /** Published advisories and reports of which this class is the test. */
  advisories: z.array(text).default([]),
  /** World of all cases that name no other. */
  world: text.optional(),
  cases: z.array(caseShape).default([]),
  compositions: z.array(compositionShape).default([]),
});

/** Schemas with rows, a dictionary, and what each caller may read. */
export type World = z.output<typeof worldShape>;
/** One database of a world. */
export type SubgraphWorld = z.output<typeof subgraphShape>;
/** Cases about one way in which enforcement can fail. */
export type CaseClass = z.output<typeof classShape>;
/** One request, or several, with the expected answer. */
export type Case = z.output<typeof caseShape>;
/** A graph that must not compose, and one that does. */
export type CompositionCase = z.output<typeof compositionShape>;
/** One request with its expected answer. */
export type Step = z.output<typeof stepShape>;
