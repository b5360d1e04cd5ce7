using Omnichannel.Journal;

namespace Omnichannel.Simulation.Store;

/// <summary>A row as the store accepted it.</summary>
/// <param name="At">True time of the commit, in virtual ticks: no clock of a node has a say in it.</param>
/// <param name="Node">Who wrote it.</param>
public sealed record CommittedRow(long At, int Node, JournalAppend Append);
