import { describeLargeFile } from '../lib/large-file.js';

describeLargeFile({ rejoin: true });
