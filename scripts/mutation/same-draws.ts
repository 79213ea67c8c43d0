import fc from 'fast-check';

// Every mutant meets the same random cases, so that what survives today survives tomorrow.
fc.configureGlobal({ seed: 20_260_401 });
