/** What a model wrote as the arguments of a tool is not what the tool takes; the message tells it why. */
export class BadArguments extends Error {
  override readonly name = 'BadArguments';
}
