import { describe, expect, test } from 'vitest'
import { cents, formatMoney, MoneyError, micros, NO_MONEY, readMoney, usd } from '../../src/kernel/money.ts'

describe('dollars', () => {
  test.each([
    [0, 0],
    [1, 1_000_000],
    [12.5, 12_500_000],
    [0.1, 100_000],
    [0.000001, 1],
    ['12.50', 12_500_000],
    ['0.000001', 1],
    ['007', 7_000_000],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
  ])('%j are %d micro-dollars', (dollars, expected) => {
    expect(usd(dollars)).toEqual({ currency: 'USD', micros: expected })
  })

  test.each([
    [-1],
    [-0],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY],
    [0.1 + 0.2],
    [0.0000001],
    [1e21],
    [2 ** 53 + 1],
    ['1e3'],
    ['-1'],
    ['-0'],
    ['+1'],
    [' 1'],
    ['1 '],
    ['1\n'],
    ['1.'],
    ['.5'],
    ['1,50'],
    ['1_000'],
    ['0x10'],
    ['$1'],
    ['1 EUR'],
    ['NaN'],
    ['Infinity'],
    ['\u0661'],
    ['1.0000001'],
    ['9007199254.740992'],
    ['99999999999'],
    [''],
  ])('%j are refused', (dollars) => {
    expect(() => usd(dollars)).toThrow(MoneyError)
  })

  test.each([[undefined], [null], [{}], [[]], [['1']], [true], [10n]])('%o is no number of dollars', (value) => {
    expect(() => usd(value as never)).toThrow(MoneyError)
  })
})

describe('cents and micro-dollars', () => {
  test('are whole', () => {
    expect(cents(4_900)).toEqual(usd(49))
    expect(micros(1)).toEqual({ currency: 'USD', micros: 1 })
    expect(micros(Number.MAX_SAFE_INTEGER).micros).toBe(Number.MAX_SAFE_INTEGER)
  })

  test.each([[-1], [-0], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 53], ['1']])(
    '%j are refused',
    (amount) => {
      expect(() => micros(amount as number)).toThrow(MoneyError)
      expect(() => cents(amount as number)).toThrow(MoneyError)
    },
  )

  test('do not pass what is exact', () => {
    expect(() => cents(Number.MAX_SAFE_INTEGER)).toThrow(MoneyError)
  })
})

describe('money that crossed a boundary', () => {
  test('is read, and nothing beside it', () => {
    expect(readMoney({ currency: 'USD', micros: 5, admin: true })).toEqual({ currency: 'USD', micros: 5 })
    expect(readMoney(JSON.parse(JSON.stringify(usd(3))))).toEqual(usd(3))
  })

  test.each([
    [undefined],
    [null],
    [5],
    ['5'],
    [{}],
    [{ micros: 5 }],
    [{ currency: 'EUR', micros: 5 }],
    [{ currency: 'usd', micros: 5 }],
    [{ currency: 'USD', micros: -5 }],
    [{ currency: 'USD', micros: -0 }],
    [{ currency: 'USD', micros: Number.NaN }],
    [{ currency: 'USD', micros: Number.POSITIVE_INFINITY }],
    [{ currency: 'USD', micros: 0.1 + 0.2 }],
    [{ currency: 'USD', micros: 2 ** 53 }],
    [{ currency: 'USD', micros: '1e3' }],
    [{ currency: 'USD', micros: 5n }],
  ])('%o is refused', (value) => {
    expect(() => readMoney(value)).toThrow(MoneyError)
  })

  test('is refused with the value and the way out', () => {
    expect(() => readMoney({ currency: 'EUR', micros: 5 })).toThrow(
      'Failed to read an amount of money: "EUR" is not accepted, the only currency is USD.',
    )
    expect(() => usd(-0)).toThrow('-0 is not accepted')
  })
})

describe('an amount for people', () => {
  test.each([
    [0, '$0.00'],
    [1, '$0.000001'],
    [125, '$0.000125'],
    [10_000, '$0.01'],
    [12_500_000, '$12.50'],
    [12_345_600, '$12.3456'],
    [Number.MAX_SAFE_INTEGER, '$9007199254.740991'],
  ])('of %d micro-dollars is %s', (amount, expected) => {
    expect(formatMoney(micros(amount))).toBe(expected)
    expect(usd(expected.slice(1))).toEqual(micros(amount))
  })

  test('of nothing', () => {
    expect(formatMoney(NO_MONEY)).toBe('$0.00')
  })
})
