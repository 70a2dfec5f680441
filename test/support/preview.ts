import type { Answer, Asker, TestSystem } from './system.ts';

/** One field of a preview. */
export interface PreviewedField {
  readonly path: readonly string[];
  readonly coordinate: string;
  readonly decision: 'GRANTED' | 'CONDITIONAL' | 'WITHHELD';
  readonly rule: string | null;
  readonly argument: string | null;
  readonly conditions: readonly { readonly rule: string; readonly databases: readonly string[] }[];
  readonly lacking: readonly { readonly name: string; readonly owner: { readonly key: string } }[];
}

/** What `accessPreview` says. */
export interface Preview {
  readonly purpose: string;
  readonly complete: boolean;
  readonly headers: readonly { readonly name: string }[];
  readonly fields: readonly PreviewedField[];
  readonly lacking: readonly { readonly name: string }[];
}

const QUESTION = `query Preview($operation: String!, $variables: AccessVariables, $purpose: String) {
  accessPreview(operation: $operation, variables: $variables, purpose: $purpose) {
    purpose complete headers { name } lacking { name }
    fields {
      path coordinate decision rule argument conditions { rule databases } lacking { name owner { key } }
    }
  }
}`;

/** The operation that is asked about, with what is known of it. */
export interface AskedAbout {
  readonly operation: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly purpose?: string;
}

/** Asks what an operation would get; the whole answer, for what is refused. */
export async function askPreview(system: TestSystem, asker: Asker, asked: AskedAbout): Promise<Answer> {
  return await system.ask(asker, QUESTION, { ...asked });
}

/** The same where nothing is refused. */
export async function previewOf(system: TestSystem, asker: Asker, asked: AskedAbout): Promise<Preview> {
  const { data, errors } = await askPreview(system, asker, asked);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data?.['accessPreview'] as Preview;
}
