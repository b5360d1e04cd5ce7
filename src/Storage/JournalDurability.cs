namespace Omnichannel.Storage;

/// <summary>What an acknowledgement is worth.</summary>
/// <param name="SurvivesPowerLoss">Whether everything acknowledged is on the disk, as far as the disk tells the truth.</param>
/// <param name="Settings">The settings of the database that say so, as they are in effect.</param>
public sealed record JournalDurability(bool SurvivesPowerLoss, string Settings)
{
    public override string ToString() => SurvivesPowerLoss ? Settings : $"{Settings} (an acknowledgement may be lost with the power)";
}
