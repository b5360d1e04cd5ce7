namespace Omnichannel.Audit;

/// <summary>A promise that a history breaks.</summary>
/// <param name="Entity"><c>kind/key</c>, or the shard or file that the finding is about.</param>
/// <param name="Version">The version of the entity, or the position in the shard, at which it broke; 0 when it is about the whole.</param>
/// <param name="Sentence">What was found and what was promised, for a person.</param>
public sealed record Finding(string Entity, long Version, AuditCheck Check, string Sentence)
{
    public override string ToString() => $"{Entity} at {Version}: {(int)Check} {Check}: {Sentence}";
}
