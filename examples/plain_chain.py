"""A plain LangChain retrieval chain to measure ours against: recursive splitter, Chroma, MiniLM, the top sentences.

python -m eval run visit --system examples.plain_chain:build --out runs/plain
"""

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.measures.text import sentence_spans
from knowledge.embedding.local_embedder import LocalEmbedder


def build(documents: list[Document]) -> Runnable[dict[str, object], dict[str, object]]:
    """A chain over these documents: it quotes the three sentences nearest to the question and never declines."""
    kept = [Document(d.page_content, metadata={"id": str(d.metadata["id"])}) for d in documents]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=100, add_start_index=True)
    embedder = LocalEmbedder()
    store = Chroma.from_documents(splitter.split_documents(kept), embedder, collection_name="plain")
    retriever = store.as_retriever(search_kwargs={"k": 4})

    def top_sentences(asked: dict[str, object]) -> dict[str, object]:
        question = str(asked["question"])
        found = retriever.invoke(question)
        cuts = [(d, start, end) for d in found for start, end in sentence_spans(d.page_content)]
        vectors = embedder.embed_documents([d.page_content[start:end] for d, start, end in cuts])
        asked_for = embedder.embed_query(question)
        scores = [sum(a * b for a, b in zip(asked_for, vector, strict=True)) for vector in vectors]
        best = sorted(range(len(cuts)), key=lambda i: -scores[i])[:3]
        chosen = [
            Document(d.page_content[a:b], metadata={"id": d.metadata["id"], "start": d.metadata["start_index"] + a})
            for d, a, b in (cuts[i] for i in best)
        ]
        answer = " ".join(f"{d.page_content} [{n}]" for n, d in enumerate(chosen, 1))
        return {"answer": answer, "context": chosen, "confidence": max(scores, default=0.0)}

    return RunnableLambda(top_sentences)
