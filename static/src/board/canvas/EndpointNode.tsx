import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'

export type EndpointNodeType = Node<{ is: 'trigger' | 'delivery'; words: string; who: string }, 'endpoint'>

/** Where the stream begins and ends, from the charter: the roof of the books. Not an element of the map. */
export const EndpointNode = memo(function EndpointNode({ data: { is, words, who } }: NodeProps<EndpointNodeType>) {
  return (
    <div className="endpoint" data-is={is}>
      <svg viewBox="0 0 116 30" aria-hidden="true">
        <path d="M1 30V14L29 2v12L58 2v12L87 2v12L115 2v28" fill="none" strokeLinejoin="round" />
      </svg>
      <div className="endpoint-body">
        <span className="endpoint-kind">{is === 'trigger' ? 'Trigger' : 'Delivery'}</span>
        <span className="endpoint-words">{words}</span>
        {who && <span className="endpoint-who">{who}</span>}
      </div>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
})
