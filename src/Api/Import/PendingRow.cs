using Omnichannel.Inventory;

namespace Omnichannel.Import;

/// <summary>A row on its way, and the answer of its owner; no answer when the row was refused before it was sent.</summary>
internal readonly record struct PendingRow(int Number, ImportRow Row, Task<MoveReply>? Reply);
