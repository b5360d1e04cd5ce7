using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>One contact with a person.</summary>
[GenerateSerializer, Immutable, Alias("touchpoint")]
public sealed record Touchpoint(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] Channel Channel,
    [property: Id(3)] PersonalText Subject,
    [property: Id(4)] IssueState Issue,
    [property: Id(5)] PersonalText? Outcome = null,
    [property: Id(6)] PersonalText? Reference = null,
    [property: Id(7)] DateTimeOffset? ResolvedAt = null)
{
    public TouchpointView View() => new(Id, At, Channel, Subject.Value, Outcome?.Value, Reference?.Value, Issue, ResolvedAt);

    public Touchpoint OwnedBy(string owner) =>
        this with { Subject = Subject.OwnedBy(owner), Outcome = Outcome?.OwnedBy(owner), Reference = Reference?.OwnedBy(owner) };
}

[GenerateSerializer, Immutable, Alias("feedback")]
public sealed record Feedback(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] FeedbackType Type,
    [property: Id(3)] int Score,
    [property: Id(4)] Channel? Channel = null,
    [property: Id(5)] PersonalText? Reference = null,
    [property: Id(6)] PersonalText? Comment = null)
{
    public FeedbackView View() => new(Id, At, Type, Score, Channel, Reference?.Value, Comment?.Value);

    public Feedback OwnedBy(string owner) => this with { Reference = Reference?.OwnedBy(owner), Comment = Comment?.OwnedBy(owner) };
}

/// <summary>The newest contacts and opinions, oldest first; older ones are in the journal. An open issue stays until it is resolved.</summary>
public sealed class ContactHistory
{
    private readonly List<Touchpoint> _touchpoints = [];
    private readonly List<Feedback> _feedback = [];

    public IReadOnlyList<Touchpoint> Touchpoints => _touchpoints;

    public IReadOnlyList<Feedback> Feedback => _feedback;

    public int OpenIssuesCount => _touchpoints.Count(static touchpoint => touchpoint.Issue == IssueState.Open);

    public int EntriesCount => _touchpoints.Count + _feedback.Count;

    public Touchpoint? Find(CommandId id) => _touchpoints.Find(touchpoint => touchpoint.Id == id);

    public void Record(Touchpoint touchpoint)
    {
        _touchpoints.Add(touchpoint);
        Shorten();
    }

    public void Resolve(CommandId id, PersonalText outcome, DateTimeOffset at)
    {
        var index = _touchpoints.FindIndex(touchpoint => touchpoint.Id == id);
        Invariant.Holds(63, index >= 0 && _touchpoints[index].Issue == IssueState.Open, "only an open issue is resolved");
        _touchpoints[index] = _touchpoints[index] with { Issue = IssueState.Resolved, Outcome = outcome, ResolvedAt = at };
        Shorten();
    }

    /// <summary>Takes over what became of a contact elsewhere.</summary>
    public void Replace(Touchpoint touchpoint)
    {
        var index = _touchpoints.FindIndex(other => other.Id == touchpoint.Id);
        if (index >= 0) _touchpoints[index] = touchpoint;
        Shorten();
    }

    public void Give(Feedback feedback)
    {
        _feedback.Add(feedback);
        if (_feedback.Count > Limits.FeedbackKept) _feedback.RemoveAt(0);
    }

    public ContactSnapshot Capture() => new([.. _touchpoints], [.. _feedback]);

    public void Restore(ContactSnapshot snapshot)
    {
        _touchpoints.AddRange(snapshot.Touchpoints);
        _feedback.AddRange(snapshot.Feedback);
    }

    public void Clear()
    {
        _touchpoints.Clear();
        _feedback.Clear();
    }

    private void Shorten()
    {
        while (_touchpoints.Count - OpenIssuesCount > Limits.TouchpointsKept)
            _touchpoints.RemoveAt(_touchpoints.FindIndex(static touchpoint => touchpoint.Issue != IssueState.Open));
    }
}

[GenerateSerializer, Immutable, Alias("contact-snapshot")]
public sealed record ContactSnapshot([property: Id(0)] Touchpoint[] Touchpoints, [property: Id(1)] Feedback[] Feedback);
