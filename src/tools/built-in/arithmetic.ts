/**
 * The value of an arithmetic expression: numbers, + - * / % ^ (to the right, before a sign), parentheses,
 * the constants pi and e and the functions below; angles in radians.
 *
 * @throws Error with a sentence that says what is wrong, and where
 */
export function arithmetic(expression: string): number {
  const reader = new Reader(expression);
  const value = reader.sum();
  reader.end();
  if (Number.isFinite(value)) return value;
  throw new Error('The result is no finite number.');
}

interface Known {
  readonly most: number;
  readonly of: (...values: number[]) => number;
}

const one = (of: (value: number) => number): Known => ({ most: 1, of });
const some = (of: (...values: number[]) => number): Known => ({ most: 100, of });

const functions = new Map<string, Known>(
  Object.entries({
    sqrt: one(Math.sqrt),
    abs: one(Math.abs),
    floor: one(Math.floor),
    ceil: one(Math.ceil),
    ln: one(Math.log),
    log: one(Math.log10),
    exp: one(Math.exp),
    sin: one(Math.sin),
    cos: one(Math.cos),
    tan: one(Math.tan),
    min: some(Math.min),
    max: some(Math.max),
    round: { most: 2, of: round },
  }),
);
const constants = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/** The names that an expression may use. */
export const functionNames: readonly string[] = [...functions.keys()];

const mostLength = 1_000;
const token = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z_]\w*)|(.))/iy;

/** Reads from left to right; each method reads what binds as strongly as its name says. */
class Reader {
  private readonly text: string;
  private at = 0;
  private number: number | null = null;
  private name = '';
  private sign = '';
  private start = 0;

  constructor(text: string) {
    this.text = text.trim();
    if (this.text === '') throw new Error('The expression is empty.');
    if (text.length > mostLength)
      throw new Error(`The expression is longer than ${mostLength} characters.`);
    this.next();
  }

  sum(): number {
    let value = this.product();
    while (this.sign === '+' || this.sign === '-') {
      const sign = this.taken();
      const other = this.product();
      value = sign === '+' ? value + other : value - other;
    }
    return value;
  }

  end(): void {
    if (this.start < this.text.length) this.fail('expected an operator or the end');
  }

  private product(): number {
    let value = this.signed();
    while (this.sign === '*' || this.sign === '/' || this.sign === '%') {
      const sign = this.taken();
      const other = this.signed();
      if (sign !== '*' && other === 0) throw new Error('The expression divides by zero.');
      value = sign === '*' ? value * other : sign === '/' ? value / other : value % other;
    }
    return value;
  }

  private signed(): number {
    if (this.sign !== '-' && this.sign !== '+') return this.power();
    return this.taken() === '-' ? -this.signed() : this.signed();
  }

  private power(): number {
    const base = this.atom();
    if (this.sign !== '^') return base;
    this.next();
    return base ** this.signed();
  }

  private atom(): number {
    if (this.number !== null) {
      const { number } = this;
      this.next();
      return number;
    }
    if (this.name !== '') return this.named();
    if (this.sign !== '(') this.fail('expected a number, a name or (');
    this.next();
    const value = this.sum();
    this.close();
    return value;
  }

  private named(): number {
    const name = this.name.toLowerCase();
    const constant = constants.get(name);
    const known = functions.get(name);
    if (constant === undefined && known === undefined) {
      const names = [...functions.keys(), ...constants.keys()].join(', ');
      this.fail(`there is no ${name}, but ${names}`);
    }
    this.next();
    if (known === undefined) return constant as number;
    if (!this.is('(')) this.fail(`expected ( after ${name}`);
    const values: number[] = [];
    do {
      this.next();
      values.push(this.sum());
    } while (this.is(','));
    const { most, of } = known;
    if (values.length > most)
      throw new Error(
        `${name} takes ${most === 1 ? 'one value' : `at most ${most} values`}, not ${values.length}.`,
      );
    this.close();
    const value = of(...values);
    if (Number.isNaN(value)) throw new Error(`${name} has no value for ${values.join(', ')}.`);
    return value;
  }

  private close(): void {
    if (this.sign !== ')') this.fail('expected )');
    this.next();
  }

  private is(sign: string): boolean {
    return this.sign === sign;
  }

  private taken(): string {
    const { sign } = this;
    this.next();
    return sign;
  }

  private next(): void {
    token.lastIndex = this.at;
    const found = token.exec(this.text);
    const [whole = '', number, name = '', sign = ''] = found ?? [];
    this.number = number === undefined ? null : Number(number);
    this.name = name;
    // As many write a power.
    const isPower = sign === '*' && this.text[this.at + whole.length] === '*';
    this.sign = isPower ? '^' : sign;
    this.start =
      found === null ? this.text.length : this.at + whole.length - whole.trimStart().length;
    this.at += whole.length + (isPower ? 1 : 0);
  }

  private fail(what: string): never {
    const got =
      this.start < this.text.length
        ? `"${this.text.slice(this.start, this.start + 12)}"`
        : 'the end';
    throw new Error(`At character ${this.start + 1}: ${what}, got ${got}.`);
  }
}

function round(value: number, digits = 0): number {
  if (!Number.isInteger(digits) || Math.abs(digits) > 15)
    throw new Error('round takes a whole number of digits, at most 15.');
  const size = Math.abs(value);
  const unit = 10 ** Math.abs(digits);
  const rounded = digits < 0 ? Math.round(size / unit) * unit : Math.round(size * unit) / unit;
  return Math.sign(value) * rounded;
}
