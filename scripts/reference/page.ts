/** A generated page of the reference. */
export function page(title: string, ...parts: readonly string[]): string {
  return `${['<!-- Generated. Do not edit. -->', `# ${title}`, ...parts.filter(Boolean)].join('\n\n')}\n`
}

/** The anchor that a heading gets. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
}
