using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>The name of a grain that can be called. Generated classes add the methods.</summary>
internal abstract class GrainReference(GrainClass grainClass, string key) : IAddressable, IEquatable<GrainReference>
{
    private Activation? _activation;

    public string Key => key;

    protected internal Task<T> Send<T>(GrainCall<T> call)
    {
        Send((GrainCall)call);
        return call.Answered;
    }

    protected internal Task Send(GrainAction call)
    {
        Send((GrainCall)call);
        return call.Answered;
    }

    public bool Equals(GrainReference? other) => other is not null && other.Class == grainClass && other.Key == key;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => HashCode.Combine(grainClass, key);

    public override string ToString() => $"{grainClass.Type.Name}/{key}";

    private GrainClass Class => grainClass;

    private void Send(GrainCall call)
    {
        if (grainClass.Host.Calls.Admit(call) is { } refusal)
        {
            call.AnswerWith(refusal);
            return;
        }

        if (_activation is not { IsGone: false } activation) _activation = activation = grainClass.FindOrAdd(key);
        activation.UsedIn = grainClass.Host.Ages.Now;
        activation.Post(call);
    }
}
