/** A machine that does much else at the same time is slow, not wrong: what a test waits for has time to come. */

import { configure } from '@testing-library/react'

configure({ asyncUtilTimeout: 20_000 })
