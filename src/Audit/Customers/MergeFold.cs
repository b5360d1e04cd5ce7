using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Customers;

internal enum MergeStep
{
    None = 0,
    Started,
    Refused,
    Cleared,
    Agreed,
    Pointed,
    Followed,
    Finished,
    UndoStarted,
    UndoAgreed,
    UndoParted,
    UndoReopened,
    UndoFinished,
}

/// <summary>One step of a merge of customers, as the auditor reads it.</summary>
internal sealed record MergeFact(string Type, DateTimeOffset At, string? Survivor = null, string? Absorbed = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(MergeFact))]
internal sealed partial class MergeJson : JsonSerializerContext;

/// <summary>Folds one merge of customers: its steps come in order, each once.</summary>
public sealed class MergeFold : FactFold
{
    private static readonly Dictionary<string, (MergeStep From, MergeStep To)> _steps = new(StringComparer.Ordinal)
    {
        ["customer-merge-started"] = (MergeStep.None, MergeStep.Started),
        ["customer-merge-refused"] = (MergeStep.Started, MergeStep.Refused),
        ["customer-merge-cleared"] = (MergeStep.Refused, MergeStep.Cleared),
        ["customer-merge-agreed"] = (MergeStep.Started, MergeStep.Agreed),
        ["customer-merge-pointed"] = (MergeStep.Agreed, MergeStep.Pointed),
        ["customer-merge-followed"] = (MergeStep.Pointed, MergeStep.Followed),
        ["customer-merge-finished"] = (MergeStep.Followed, MergeStep.Finished),
        ["customer-merge-undo-started"] = (MergeStep.Finished, MergeStep.UndoStarted),
        ["customer-merge-undo-refused"] = (MergeStep.UndoStarted, MergeStep.Finished),
        ["customer-merge-undo-agreed"] = (MergeStep.UndoStarted, MergeStep.UndoAgreed),
        ["customer-merge-undo-parted"] = (MergeStep.UndoAgreed, MergeStep.UndoParted),
        ["customer-merge-undo-reopened"] = (MergeStep.UndoParted, MergeStep.UndoReopened),
        ["customer-merge-undo-finished"] = (MergeStep.UndoReopened, MergeStep.UndoFinished),
    };

    internal MergeFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    internal MergeStep Step { get; private set; }

    internal string Survivor { get; private set; } = "";

    internal string Absorbed { get; private set; } = "";

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, MergeJson.Default.MergeFact) is not { } fact) return;
        LastAt = fact.At;
        if (!_steps.TryGetValue(fact.Type, out var step))
        {
            Stop($"'{fact.Type}' is no step of a merge of customers.");
            return;
        }

        if (Step != step.From) Found(Version, AuditCheck.MergeStepsInOrder, $"{fact.Type} comes when the merge is {Step}.");
        Step = step.To;
        if (step.To != MergeStep.Started) return;
        (Survivor, Absorbed) = (fact.Survivor ?? "", fact.Absorbed ?? "");
        if (Survivor == Absorbed) Found(Version, AuditCheck.MergeStepsInOrder, $"it joins {Survivor} and {Absorbed}.");
    }
}
