import { errorSignature, type FailureWords } from './error-signature.ts';

/** A run whose failures have more kinds than this has them all different: the rest is one. */
const mostSignatures = 1_000;
const others = 'other failures';
/** Messages of which the signature is remembered: those of an outage are mostly the same few. */
const mostRemembered = 256;

/** The signatures of a run's failures, as numbers that a typed array can hold; 0 stands for none. */
export class SignatureBook {
  /** By their numbers, in the order in which they came; the first one is empty. */
  readonly signatures: string[] = [''];
  private readonly numbers = new Map<string, number>();
  private readonly remembered = new Map<string, number>();

  numberOf(failure: FailureWords): number {
    const exact = `${failure.class} ${failure.status} ${failure.message}`;
    const known = this.remembered.get(exact);
    if (known !== undefined) return known;
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    const number = this.enter(errorSignature(failure));
    this.remembered.set(exact, number);
    return number;
  }

  private enter(signature: string): number {
    const known = this.numbers.get(signature);
    if (known !== undefined) return known;
    if (this.signatures.length > mostSignatures && signature !== others) return this.enter(others);
    const number = this.signatures.push(signature) - 1;
    this.numbers.set(signature, number);
    return number;
  }
}
