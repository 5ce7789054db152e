import type { Json } from '../../../src/kernel/json.ts'

/** What an answer says, in the four languages and as the object that the task asks for. */
export interface Telling {
  en: string
  de: string
  fr: string
  es: string
  object: { [name: string]: Json }
}

type Language = 'en' | 'de' | 'fr' | 'es'

const LANGUAGES: Language[] = ['en', 'de', 'fr', 'es']

const HEDGES = {
  en: 'As far as I can tell: ',
  de: 'Soweit ich sehe: ',
  fr: 'Autant que je sache : ',
  es: 'Que yo sepa: ',
}

const INTROS = { en: 'Here is what became of it.', de: 'Das Ergebnis:', fr: 'Voici le résultat :', es: 'El resultado:' }

const CYRILLIC: Record<string, string> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х' }
const GREEK: Record<string, string> = { a: 'α', o: 'ο', v: 'ν', u: 'υ', i: 'ι' }

const swapped = (text: string, others: Record<string, string>) => text.replace(/[a-z]/g, (sign) => others[sign] ?? sign)
const between = (text: string, sign: string) => text.replace(/(\p{L})(?=\p{L})/gu, `$1${sign}`)
const wide = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
const fenced = (value: Json) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``
const mapLeaves = (object: { [name: string]: Json }, map: (leaf: Json) => Json): { [name: string]: Json } =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, Array.isArray(value) ? value.map(map) : map(value)]),
  )

/** Thirty answers that all say the same: sentences, disguised sentences, objects, and objects in texts. */
export function answersOf(told: Telling): Json[] {
  const { en, de, object } = told
  const json = JSON.stringify(object)
  return [
    ...LANGUAGES.map((language) => told[language]),
    ...LANGUAGES.map((language) => HEDGES[language] + told[language]),
    between(en, '\u00ad'),
    between(en, '\u200b'),
    swapped(en, CYRILLIC),
    swapped(en, GREEK),
    wide(de),
    object,
    ...LANGUAGES.map((language) => ({ ...object, remark: told[language] })),
    json,
    fenced(object),
    ...LANGUAGES.map((language) => `${INTROS[language]} ${told[language]}\n\n${fenced(object)}`),
    `${en} ${json} ${INTROS.fr}`,
    wide(json),
    JSON.stringify(json),
    mapLeaves(object, (leaf) => (typeof leaf === 'string' ? between(leaf, '\u200d') : leaf)),
    mapLeaves(object, (leaf) => (leaf === null ? 'none' : String(leaf))),
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name.toUpperCase(), value])),
  ]
}
