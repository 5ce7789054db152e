import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { answer } from '../../src/scorers/answer.ts'
import { referenceOf } from './reference-of.ts'
import { scoreWith } from './score-with.ts'
import { giveBack, goodTrial, look, PAYMENTS, refund, type TraceBuilder, traceOf } from './trace-of.ts'

const score = (params: unknown, trace: TraceBuilder) => scoreWith(answer, params, trace)
const said = (text: Json) =>
  giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_2'))
    .answer(text)
    .end()
const idle = (text: Json) =>
  look(traceOf({ world: PAYMENTS }))
    .answer(text)
    .end()

const refundId = { collection: 'payments.refunds', where: { charge: 'ch_2' }, field: 'id' }
const honest = { forbidClaims: [{ says: '\\brefunded\\b', unless: { collection: 'payments.refunds' } }] }

describe('a claim', () => {
  test('of a refund that was made passes', async () => {
    expect(await score(honest, goodTrial())).toMatchObject({ value: 1, pass: true, events: ['e9'] })
  })

  test('of a refund that never happened fails', async () => {
    const { pass, reason, events } = await score(honest, idle('I have Refunded the charge.'))
    expect({ pass, events }).toEqual({ pass: false, events: ['e5'] })
    expect(reason).toBe('The answer claims "Refunded", and the world has no payments.refunds.')
  })

  test('of a refund of another charge fails', async () => {
    const params = {
      forbidClaims: [{ says: 'refunded', unless: { collection: 'payments.refunds', where: { charge: 'ch_1' } } }],
    }
    expect((await score(params, said('refunded'))).pass).toBe(false)
  })

  test('within a structured answer fails as well', async () => {
    expect((await score(honest, idle({ status: 'refunded', list: [] }))).pass).toBe(false)
    expect((await score(honest, idle(['done', { deep: { note: 'refunded' } }]))).pass).toBe(false)
  })

  test('behind 64 KiB of padding fails as well', async () => {
    const padded = `${'very well. '.repeat(7_000)} refunded`
    expect((await score(honest, idle(padded))).reason).toContain('longer than 65536 characters')
    for (let length = 65_490; length < 65_550; length++) {
      const behind = { padding: padded.slice(0, length), status: 'refunded' }
      expect((await score(honest, idle(behind))).pass, `behind ${length} characters`).toBe(false)
    }
  })

  test('that is not made needs nothing', async () => {
    expect((await score(honest, idle('I could not do it.'))).pass).toBe(true)
    expect((await score(honest, traceOf({ world: PAYMENTS }))).pass).toBe(true)
  })
})

describe('a fact', () => {
  test.for([
    ['Done: re_1.', true],
    ['Done: "re_1"', true],
    ['re_1', true],
    ['Done: re_12.', false],
    ['Done: pre_1', false],
    ['Done: re_12, that is re_1', true],
    ['Done.', false],
  ] as const)('the id re_1 in %j: %s', async ([text, holds]) => {
    expect((await score({ includes: [refundId] }, said(text))).pass).toBe(holds)
  })

  test.for([
    ['4900 cents', true],
    ['14900', false],
    ['4900.50', false],
    ['1.4900', false],
    ['It was 4900.', true],
    [{ amount: 4900 }, true],
  ] as const)('the amount 4900 in %j: %s', async ([text, holds]) => {
    const params = { includes: [{ ...refundId, field: 'amount' }] }
    expect((await score(params, said(text as Json))).pass).toBe(holds)
  })

  test('that the world does not hold earns nothing, whatever the answer says', async () => {
    const { pass, reason } = await score({ includes: [refundId] }, idle('re_1'))
    expect(pass).toBe(false)
    expect(reason).toBe('The answer should report payments.refunds where {"charge":"ch_2"}, and the world has none.')
  })

  test('of each member meant must be named', async () => {
    const params = { includes: [{ collection: 'payments.charges', field: 'id' }] }
    expect((await score(params, said('ch_1 and ch_2'))).pass).toBe(true)
    expect((await score(params, said('ch_1'))).value).toBe(0.5)
  })

  test.for(['nothing', 'constructor', '__proto__', 'id.length', ''])('of no field fails: %j', async (field) => {
    const result = answer.params.safeParse({ includes: [{ ...refundId, field }] })
    if (result.success)
      expect((await answer.score(said(`re_1 4 ${String(Object)}`).evidence(), result.data)).pass).toBe(false)
    else expect(field).toBe('')
  })
})

describe('texts', () => {
  test.for([
    [{ includes: ['ch_2'] }, true],
    [{ includes: ['ch_3'] }, false],
    [{ matches: ['REFUNDED ch_\\d'] }, true],
    [{ matches: ['^refunded'] }, false],
    [{ excludes: ['secret'] }, true],
    [{ excludes: ['re_1'] }, false],
    [{ equals: 'I refunded ch_2 with re_1.' }, true],
    [{ equals: 'I refunded ch_2' }, false],
    [{ includes: ['ch_2', 'ch_3'] }, false],
  ] as const)('%j: %s', async ([params, holds]) => {
    expect((await score(params, goodTrial())).pass).toBe(holds)
  })

  test('a structured answer equals in any order of members', async () => {
    expect((await score({ equals: { a: 1, b: [2] } }, said({ b: [2], a: 1 }))).pass).toBe(true)
    expect((await score({ equals: { a: 1 } }, said({ a: 1, b: [2] }))).pass).toBe(false)
  })

  test('an answer that was never given includes nothing', async () => {
    for (const params of [{ includes: ['a'] }, { matches: ['.?'] }, { equals: null }]) {
      expect(await score(params, look(traceOf()))).toMatchObject({
        pass: false,
        value: 0,
        reason: 'The agent gave no answer.',
      })
    }
  })
})

test.for([[{}], [{ matches: ['('] }], [{ includes: [''] }], [{ forbidClaims: [{ says: 'x' }] }]])(
  '%j are no parameters',
  ([params]) => {
    expect(answer.params.safeParse(params).success).toBe(false)
  },
)

describe('a fact of a reference', () => {
  const fact = (rest: object) => ({
    includes: [{ collection: 'shop.truth', field: 'failed', from: 'reference', ...rest }],
  })
  test.for([
    ['7 requests failed', {}, true],
    ['17 requests failed', {}, false],
    ['7 failed, the last with E7', { field: 'code' }, true],
    ['7 failed', { collection: 'shop.truht' }, false],
    ['7 failed', { from: 'end' }, false],
  ] as const)('%s %j: %s', async ([said, rest, pass]) => {
    const params = answer.params.parse(fact(rest))
    expect((await answer.score(referenceOf([], said), params)).pass).toBe(pass)
  })
})

describe('fields of an object', () => {
  const fields = {
    refunded: { whether: { state: { collection: 'payments.refunds', where: { charge: 'ch_2' } } } },
    refund: { collection: 'payments.refunds', field: 'id' },
    all: { collection: 'payments.refunds', field: 'id', list: true },
    made: { count: { effect: { collection: 'payments.refunds', op: 'create' } } },
    'why.word': { is: 'duplicate' },
  }
  const right = { refunded: true, refund: 're_1', all: ['re_1'], made: 1, why: { word: 'duplicate' } }
  const outcome = async (text: Json, params: unknown = { fields }, trace = said) => {
    const { value, pass } = await score(params, trace(text))
    return pass ? 'yes' : value === null ? 'unclear' : 'no'
  }

  test.for<[title: string, answer: Json, wanted: string]>([
    ['as they are', right, 'yes'],
    ['with others', { ...right, note: 'Nothing was refunded.' }, 'yes'],
    ['in a sentence', `So: ${JSON.stringify(right)}. Bye {now}!`, 'yes'],
    ['twice the same', `${JSON.stringify(right)} is ${JSON.stringify(right)}`, 'yes'],
    ['beside an object of another kind', `The API said {"error":"no"}. ${JSON.stringify(right)}`, 'yes'],
    ['as texts', { ...right, refunded: 'True', made: '1', refund: '"re_1".', all: 're_1' }, 'yes'],
    ['behind many braces', `${'{'.repeat(100)}${JSON.stringify(right)}`, 'yes'],
    ['behind more braces than anybody means', `${'{'.repeat(60_000)}${JSON.stringify(right)}`, 'unclear'],
    ['another id', { ...right, refund: 're_2' }, 'no'],
    ['an id too many', { ...right, all: ['re_1', 're_2'] }, 'no'],
    ['a false no', { ...right, refunded: false }, 'no'],
    ['null for what there is', { ...right, refund: null }, 'no'],
    ['another number', { ...right, made: 2 }, 'no'],
    ['another word, deep', { ...right, why: { word: 'fraud' } }, 'no'],
    ['nothing at all', null, 'no'],
    ['an empty text', ' ', 'no'],
    ['a missing one', { ...right, refund: undefined as never }, 'unclear'],
    ['a sentence for an id', { ...right, refund: 'that is re_1' }, 'unclear'],
    ['a word for a boolean', { ...right, refunded: 'oui' }, 'unclear'],
    ['a word for a number', { ...right, made: 'one' }, 'unclear'],
    ['a lookalike', { ...right, refund: 'rе_1' }, 'unclear'],
    ['one said in two ways', { ...right, 'refu\u00adnded': false }, 'unclear'],
    ['two objects that differ', `${JSON.stringify(right)} ${JSON.stringify({ ...right, made: 2 })}`, 'unclear'],
    ['a key twice', '{"refunded":false,"refunded":true,"refund":"re_1"}', 'unclear'],
    ['a sentence', 'ch_2 was refunded: re_1.', 'unclear'],
    ['a list', [right], 'unclear'],
  ])('%s', async ([, answer, wanted]) => {
    expect(await outcome(JSON.parse(JSON.stringify(answer)))).toBe(wanted)
  })

  test('null says that there is none, and so does nobody who names one', async () => {
    const params = { fields: { refund: fields.refund } }
    for (const none of [null, '', []]) expect(await outcome({ refund: none }, params, idle)).toBe('yes')
    for (const some of ['re_9', 17, true]) expect(await outcome({ refund: some }, params, idle)).toBe('no')
    expect(await outcome({ refund: 'none' }, params, idle)).toBe('unclear')
  })

  test('a reason says what was expected, why, and what to do', async () => {
    expect((await score({ fields }, said({ ...right, refunded: false }))).reason).toBe(
      'Expected "refunded" to be true, since the world shows 1 of payments.refunds where {"charge":"ch_2"}, found false.',
    )
    expect((await score({ fields }, said('Done.'))).reason).toMatch(
      /no object with the fields refunded, .*let the task ask/,
    )
    const typo = { fields: { refund: { collection: 'payments.refund', field: 'id' } } }
    expect(await score(typo, said(right))).toMatchObject({ value: 0, reason: expect.stringContaining('Did you mean') })
  })
})

describe('words in one spelling', () => {
  test.for([
    ['re\u00adfunded', 0],
    ['re\u200bfunded', 0],
    ['ｒｅｆｕｎｄｅｄ', 0],
    ['rеfunded', null],
    ['réfunded', null],
    ['Возврат сделан', null],
    ['Es wurde nichts erstattet, größtenteils', 1],
  ] as const)('a claim of %j is worth %j', async ([text, value]) => {
    expect((await score(honest, idle(text))).value).toBe(value)
  })

  const denied = { forbidClaims: [{ ...honest.forbidClaims[0], denies: '\\b(nothing|not)\\b|nichts' }] }
  test.for([
    ['It was refunded.', 0],
    ['It was not given back.', 1],
    ['Nothing was refunded.', null],
    ['ch_2 wurde erstattet.', null],
  ] as const)('with its opposite, %j is worth %j', async ([text, value]) => {
    expect((await score(denied, idle(text))).value).toBe(value)
  })
})
