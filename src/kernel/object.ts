import type { Json } from './json.ts'

/** Has it members by name? Lists and null have none. */
export function isObject(value: Json | undefined): value is { [name: string]: Json }
export function isObject(value: unknown): value is { [name: string]: unknown }
export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
