/** By this code undici knows that an error is about one request, and nothing that waits beside it. */
export function givenUp(message: string): Error {
  return Object.assign(new Error(message), { code: 'UND_ERR_INFO' });
}

/** Why a connection broke, or was not opened. */
export function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  // A name that resolves to several addresses fails with one error for each and no message of its own.
  const { errors, code = '' } = error as NodeJS.ErrnoException & { errors?: readonly Error[] };
  return errors?.[0]?.message ?? code;
}
