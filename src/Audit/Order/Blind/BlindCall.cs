using Omnichannel.Audit.History;

namespace Omnichannel.Audit.Order.Blind;

/// <summary>One call as the blind check sees it: when it was asked, when it was answered, and with what. No version.</summary>
/// <param name="ReturnedAt"><see cref="long.MaxValue"/> when nobody knows: it may take effect at any time from then on, or never.</param>
internal sealed record BlindCall(StockCall Call, long SentAt, long ReturnedAt, OperationAnswered? Answered)
{
    /// <summary>A hold may run out at any time after it was asked for; the check leaves it to others whether that was the right one.</summary>
    public bool IsExpiry { get; init; }

    public bool IsOpen => ReturnedAt == long.MaxValue;

    /// <summary>The state after this call, or null when it cannot come next with the answer it was given.</summary>
    public StockModel? Step(StockModel model)
    {
        if (IsExpiry) return model.Expire(Call.Id);
        var asked = Call.ExpectedVersion is null ? Call : Call with { ExpectedVersion = null };
        var answer = model.Ask(asked);
        if (Answered is null) return answer.IsEffect ? Next(model, asked) : model;

        // Without versions nobody can say whether one was missed.
        if (Answered.Code == "version-mismatch") return model;
        if (!IsSame(answer, Answered)) return null;
        var isEffect = Answered.Verdict == Verdict.Done || (Answered.Verdict == Verdict.None && answer.Verdict == Verdict.Done);
        var next = isEffect ? Next(model, asked) : model;

        // The model has no clock: when a hold ends is left to others.
        return IsOldRepeat || Figures.Differ(next, asked, Answered.Told is { } told ? told with { ExpiresAt = null } : null) is null ? next : null;
    }

    private bool IsOldRepeat => Call.IsMovement && Answered!.Verdict == Verdict.Repeat;

    private static StockModel Next(StockModel model, StockCall call) => model.Do(call) with { Version = model.Version + 1 };

    private static bool IsSame(ModelAnswer expected, OperationAnswered answered) => answered.Verdict switch
    {
        Verdict.Refused => expected.Verdict == Verdict.Refused && expected.Code == answered.Code,
        Verdict.Done => expected.IsEffect,
        Verdict.Repeat => expected.Verdict is Verdict.Repeat or Verdict.None,
        _ => expected.Verdict != Verdict.Refused,
    };
}
