/** libuv's handle of a terminal; Node sets it to blocking, which would stop the engine with it. */
interface BlockingHandle {
  setBlocking?(blocking: boolean): void;
}

/** Whether writing to this stream waits until its terminal has taken what is written. */
export function setBlocking(stream: NodeJS.WriteStream, blocking: boolean): void {
  const { _handle: handle } = stream as unknown as { _handle?: BlockingHandle };
  handle?.setBlocking?.(blocking);
}
