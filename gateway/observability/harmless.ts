/**
 * Words of a client's own choice, such as the name of an operation, when no identifier of a person or business can
 * stand in them: nine digits in a row are one too many for logs and for the ledger, which names nobody.
 */
export function harmless(words: string | null | undefined): string | undefined {
  return words == null || /\d{9,}/.test(words) ? undefined : words;
}
