/** The pages around the board: style, htmx for the parts that answer while one types, and small conveniences. */

import 'htmx.org'
import './board/theme.css'
import { applyTheme, storedTheme } from './board/shell/theme'
import './pages/base.css'
import './pages/parts.css'
import './pages/forms.css'
import './pages/cards.css'
import './pages/workshops.css'
import './pages/states.css'
import './pages/agenda.css'
import './pages/prework.css'
import './pages/validation.css'
import './pages/validation_table.css'
import './pages/plan.css'
import './pages/opening.css'
import './pages/plan_timeline.css'
import './pages/improvement.css'
import './pages/doors.css'
import './pages/experiments.css'
import './pages/chart.css'
import './pages/experiment_form.css'
import './pages/measurements.css'
import './pages/campaigns.css'
import './pages/campaign_form.css'
import './pages/campaign_check.css'
import './pages/campaign_report.css'
import './pages/lens.css'
import './pages/signals.css'
import './pages/results.css'
import './pages/review.css'
import './pages/initiatives.css'
import { followComposedScope } from './pages/charter'
import { drawCharts } from './pages/charts'
import { addConveniences, addCopies } from './pages/conveniences'
import { showRelativeTimes } from './pages/moments'
import { followDrags } from './pages/plan'
import { followVisits } from './pages/visits'

document.documentElement.classList.add('has-script')
// The choice of light or dark is made on the board and holds for all pages.
applyTheme(storedTheme())
addConveniences(document)
followComposedScope(document)
drawCharts(document)
followDrags(document)
followVisits(document)
showRelativeTimes(document)
document.addEventListener('htmx:after:swap', () => {
  showRelativeTimes(document)
  addCopies(document)
})
