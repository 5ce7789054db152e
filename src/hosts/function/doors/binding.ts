/** A part of Node below its public modules: there is no public name for what is found there. */
export function binding(name: string): unknown {
  return (Reflect.get(process, 'binding') as (name: string) => unknown).call(process, name)
}
