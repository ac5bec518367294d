import type { ExplainedFigure } from '../../../model/analysis'
import type { ElementId } from '../../../model/types'
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
  const opened = answer.told?.figures.find((each) => each.figure === figure)
  return (
    <>
      <AnswerState answer={answer} what="The explanation of the figures" />
      {opened ? (
        <OneFigure key={opened.figure} explanation={opened} onBack={() => onOpen(undefined)} onShow={onShow} />
      ) : (
        answer.told && <FigureList figures={answer.told.figures} onOpen={onOpen} />
      )}
    </>
  )
}
