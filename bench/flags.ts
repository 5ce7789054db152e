/** With which flags a process of the bench runs: `import 'mettle'` means the source. */
export const SOURCE_FLAGS = ['--conditions=mettle-source']
