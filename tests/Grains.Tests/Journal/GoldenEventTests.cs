using System.Reflection;
using System.Text.Json.Serialization;
using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>One machine as its journal has it: a sample of every event it knows, once with every member and once with as few as can be, and a state worth a snapshot.</summary>
internal interface IJournalSamples
{
    string Kind { get; }

    IEnumerable<MachineEvent> Events { get; }

    /// <summary>Samples of members that came after the file of their event was frozen: they have one of their own.</summary>
    IEnumerable<MachineEvent> Later { get; }

    byte[] Encode(IEnumerable<MachineEvent> events);

    MachineEvent[] Decode(byte[] payload);

    byte[] Snapshot();

    /// <summary>Null when no member came after the file of its snapshot was frozen.</summary>
    byte[]? SnapshotLater();

    byte[] SnapshotAgain(byte[] payload);
}

internal abstract class JournalSamples<TState, TEvent>(MachineCodec<TState, TEvent> codec) : IJournalSamples
    where TState : Machine<TEvent>
    where TEvent : MachineEvent
{
    protected static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, 123, TimeSpan.Zero);

    public abstract string Kind { get; }

    public abstract IEnumerable<MachineEvent> Events { get; }

    public virtual IEnumerable<MachineEvent> Later => [];

    protected abstract TState State { get; }

    protected virtual TState? StateLater => null;

    public byte[] Encode(IEnumerable<MachineEvent> events) => AsFrozen(codec.EncodeEvents([.. events.Cast<TEvent>()]));

    public MachineEvent[] Decode(byte[] payload) => codec.DecodeEvents(payload);

    public byte[] Snapshot() => AsFrozen(codec.EncodeSnapshot(State));

    public byte[]? SnapshotLater() => StateLater is { } state ? AsFrozen(codec.EncodeSnapshot(state)) : null;

    public byte[] SnapshotAgain(byte[] payload) => AsFrozen(codec.EncodeSnapshot(codec.DecodeSnapshot(payload)));

    /// <summary>What is sealed today and was written in clear when the files were frozen, in clear again: how it is sealed has files of its own.</summary>
    protected virtual byte[] AsFrozen(byte[] written) => written;
}

/// <summary>I15: what was written by any version is read by every later one. Nothing under Golden is ever changed or removed.</summary>
public sealed class GoldenEventTests
{
    private static readonly IJournalSamples[] Machines = [.. typeof(GoldenEventTests).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IJournalSamples)))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .Select(type => (IJournalSamples)Activator.CreateInstance(type)!)];

    public static TheoryData<string> Tags => [.. EventTypes().Select(type => type.TypeDiscriminator!.ToString()!)];

    public static TheoryData<string> Kinds => [.. Machines.Select(machine => machine.Kind)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Event_WithThisTag_HasTheBytesItAlwaysHad(string tag)
    {
        var type = EventTypes().Single(candidate => tag.Equals(candidate.TypeDiscriminator)).DerivedType;
        var machine = Machines.SingleOrDefault(candidate => candidate.Events.Any(sample => sample.GetType() == type));
        Assert.True(machine is not null, $"No {nameof(IJournalSamples)} has a sample of {type.Name}.");

        MachineEvent[] samples = [.. machine.Events.Where(sample => sample.GetType() == type)];
        var payload = machine.Encode(samples);
        GoldenFiles.Check($"{tag}.json", payload);
        Assert.Equal(payload, machine.Encode(machine.Decode(payload)));
        MachineEvent[] later = [.. machine.Later.Where(sample => sample.GetType() == type)];
        if (later.Length > 0)
        {
            var payloadLater = machine.Encode(later);
            GoldenFiles.Check($"{tag}.later.json", payloadLater);
            Assert.Equal(payloadLater, machine.Encode(machine.Decode(payloadLater)));
        }

        Assert.All(type.GetConstructors().Single().GetParameters(), parameter => AssertIsShown(parameter.Name!, [.. samples, .. later]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Snapshot_OfThisKind_HasTheBytesItAlwaysHad(string kind)
    {
        var machine = Machines.Single(candidate => candidate.Kind == kind);
        var payload = machine.Snapshot();
        GoldenFiles.Check($"{kind}.snapshot.json", payload);
        Assert.Equal(payload, machine.SnapshotAgain(payload));
        if (machine.SnapshotLater() is not { } later) return;
        GoldenFiles.Check($"{kind}.snapshot.later.json", later);
        Assert.Equal(later, machine.SnapshotAgain(later));
    }

    // A tag that is gone from the code would make journals that hold it unreadable.
    [Fact]
    public void GoldenFiles_AllBelongToTagsAndKindsThatTheCodeKnows()
    {
        var known = EventTypes().Select(type => type.TypeDiscriminator!.ToString()!)
            .SelectMany(tag => (string[])[$"{tag}.json", $"{tag}.later.json", $"{tag}.sealed.json", $"{tag}.sealed.later.json"])
            .Concat(Machines.SelectMany(machine => (string[])[$"{machine.Kind}.snapshot.json", $"{machine.Kind}.snapshot.later.json", $"{machine.Kind}.snapshot.sealed.json"]));
        Assert.Empty(GoldenFiles.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Except(known));
    }

    [Fact]
    public void Tags_OfAllMachines_AreDifferent() => Assert.Equal(EventTypes().Length, EventTypes().Select(type => type.TypeDiscriminator).Distinct().Count());

    private static JsonDerivedTypeAttribute[] EventTypes() =>
        [.. typeof(StockEvent).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(MachineEvent)))
            .SelectMany(type => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false))];

    private static void AssertIsShown(string member, MachineEvent[] samples)
    {
        var isShown = samples.Any(sample => sample.GetType().GetProperty(member)!.GetValue(sample) is { } value && !value.Equals(false));
        Assert.True(isShown, $"No sample of {samples[0].GetType().Name} has a {member}.");
    }
}
