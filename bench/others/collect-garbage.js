// Lets the benchmark ask for a garbage collection before it reads the memory in use: needs --expose-gc.
process.on('SIGUSR2', () => globalThis.gc?.());
