import { faker } from '@faker-js/faker/locale/en'
import type { Random } from '../../../kernel/random.ts'
import { letters } from './formats.ts'

type Say = () => string

/** What texts of such names usually say. The first that fits. */
const SAID: readonly (readonly [RegExp, Say])[] = [
  [/e_?mail/, () => faker.internet.email({ provider: 'example.com' }).toLowerCase()],
  [/(^|_)(url|uri|href|link|website|homepage)s?$/, () => `https://example.com/${faker.lorem.slug(2)}`],
  [/first_?name|given_?name/, () => faker.person.firstName()],
  [/last_?name|family_?name|surname/, () => faker.person.lastName()],
  [/(user|login)(_?name)?$|^login$|nickname|handle|slug/, () => faker.lorem.slug(2)],
  [/full_?name|display_?name|contact|owner|author|customer_name|recipient/, () => faker.person.fullName()],
  [/company|organi[sz]ation|business|vendor|merchant/, () => faker.company.name()],
  [/product|item_?name/, () => faker.commerce.productName()],
  [/(^|_)name$|title|label|subject|headline/, () => faker.lorem.words(2)],
  [/phone|mobile|fax/, () => `+1555${faker.string.numeric(7)}`],
  [/city|town/, () => faker.location.city()],
  [/country_?code|^country$/, () => 'US'],
  [/country/, () => 'United States'],
  [/state|province|region/, () => faker.location.state()],
  [/postal|zip/, () => faker.location.zipCode('#####')],
  [/street|address|line_?[12]/, () => faker.location.streetAddress()],
  [/currency/, () => 'usd'],
  [/language|locale/, () => 'en'],
  [/time_?zone/, () => 'UTC'],
  [/colou?r/, () => faker.color.rgb()],
  [/version/, () => faker.system.semver()],
  [
    /(^|_)(sha|hash|digest|fingerprint|etag)/,
    () => faker.string.hexadecimal({ length: 40, casing: 'lower', prefix: '' }),
  ],
  [/(^|_)ip(_|$|address)/, () => `192.0.2.${faker.number.int({ min: 1, max: 254 })}`],
  [/descri|summary|comment|note|message|body|text|content|reason|about|bio/, () => faker.lorem.sentence()],
]

/** A text as one of that name usually is. The same chance says the same. */
export function textNamed(name: string, random: Random): string {
  const plain = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
  const say = SAID.find(([fits]) => fits.test(plain))?.[1]
  if (!say) return letters(random, 10)
  faker.seed(random.int(2 ** 32))
  return say()
}
