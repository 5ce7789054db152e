import { HttpResponse } from 'msw'

/** What an answer is made of. Its headers are the type of its text and the length of that. */
export interface Plain {
  status: number
  type: string
  text: string
}

/**
 * An answer of `HttpResponse.json` or `text` that says no more than its status. Nearly all of them go to the harness as
 * they are: to make a Response and its headers, three times over as msw does, costs as much as all else in the call.
 * Whoever looks at one, or changes it, has the real one made, and works on that from then on.
 */
export class LateAnswer {
  #plain: Plain | undefined
  #real: Response | undefined
  readonly #make: (plain: Plain) => Response

  private constructor(plain: Plain, make: (plain: Plain) => Response) {
    this.#plain = plain
    this.#make = make
  }

  static of(plain: Plain, make: (plain: Plain) => Response): Response {
    return new LateAnswer(plain, make) as unknown as Response
  }

  /** What it is made of, where nobody has looked at it. Undefined for any other Response. */
  static plain(response: Response): Plain | undefined {
    return #plain in response ? (response as unknown as LateAnswer).#plain : undefined
  }

  /** The real one; any other Response is that itself. */
  static real(response: Response): Response {
    if (!(#plain in response)) return response
    const late = response as unknown as LateAnswer
    if (late.#plain) late.#real = late.#make(late.#plain)
    late.#plain = undefined
    return late.#real as Response
  }
}

/** It is of the class that it stands for, and has all that is to be had of a `sample` of that. */
function standFor(sample: Response): void {
  const late = LateAnswer.prototype
  Reflect.deleteProperty(late, 'constructor')
  Object.setPrototypeOf(late, HttpResponse.prototype)
  const names = new Set<PropertyKey>(Reflect.ownKeys(sample))
  for (let over = Object.getPrototypeOf(sample); over !== Object.prototype; over = Object.getPrototypeOf(over)) {
    for (const name of Reflect.ownKeys(over)) names.add(name)
  }
  for (const name of names) {
    if (name === 'constructor' || name === Symbol.toStringTag) continue
    const isMethod = typeof Reflect.get(sample, name) === 'function'
    Object.defineProperty(late, name, { configurable: true, ...(isMethod ? methodOf(name) : getterOf(name)) })
  }
}

function getterOf(name: PropertyKey): PropertyDescriptor {
  return {
    get(this: Response) {
      return Reflect.get(LateAnswer.real(this), name)
    },
  }
}

function methodOf(name: PropertyKey): PropertyDescriptor {
  return {
    writable: true,
    value(this: Response, ...given: unknown[]) {
      const real = LateAnswer.real(this)
      return Reflect.apply(Reflect.get(real, name) as () => unknown, real, given)
    },
  }
}

standFor(HttpResponse.json({}))
