import type { ExplainedFigure } from '../../../model/analysis'
import type { ElementId } from '../../../model/types'
import { useStore } from '../../useStore'
import { AnswerState } from '../AnswerState'
import { useAnswer } from '../useAnswer'
import { FigureList } from './FigureList'
import { OneFigure } from './OneFigure'
import './explanation.css'

interface FiguresTabProps {
  figure: ExplainedFigure | undefined
  onOpen: (figure: ExplainedFigure | undefined) => void
  onShow: (id: ElementId) => void
}

/** All figures of the stream, or one of them opened. */
export function FiguresTab({ figure, onOpen, onShow }: FiguresTabProps) {
  const answer = useAnswer('explanation')
  // People name the constraint before the figures do.
  const isHidden = useStore((state) => state.metrics?.constraint_hidden === true)
  const figures = answer.told?.figures.filter((each) => !isHidden || each.figure !== 'constraint')
  const opened = figures?.find((each) => each.figure === figure)
  return (
    <>
      <AnswerState answer={answer} what="The explanation of the figures" />
      {opened ? (
        <OneFigure key={opened.figure} explanation={opened} onBack={() => onOpen(undefined)} onShow={onShow} />
      ) : (
        figures && <FigureList figures={figures} onOpen={onOpen} />
      )}
    </>
  )
}
