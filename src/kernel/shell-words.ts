/** A command line for a shell: each word is what it was, whatever it holds. */
export function shellWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w./@:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
}
